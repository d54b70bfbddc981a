/** The form actions of the registration flow. */
@NullMarked
package io.github.phoneidentity.authentication.forms;

import org.jspecify.annotations.NullMarked;
