/** EDGE: executions of logins through an identity provider. */
@NullMarked
package io.github.phoneidentity.authentication.broker;

import org.jspecify.annotations.NullMarked;
