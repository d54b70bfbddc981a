/** Required actions: to verify or change the number, and to enrol a second factor by SMS. */
@NullMarked
package io.github.phoneidentity.authentication.requiredactions;

import org.jspecify.annotations.NullMarked;
