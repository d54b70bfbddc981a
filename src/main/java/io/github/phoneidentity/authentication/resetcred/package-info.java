/** The steps of the reset-credentials flow. */
@NullMarked
package io.github.phoneidentity.authentication.resetcred;

import org.jspecify.annotations.NullMarked;
