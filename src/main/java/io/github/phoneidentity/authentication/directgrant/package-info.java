/** The steps of the direct grant flow. */
@NullMarked
package io.github.phoneidentity.authentication.directgrant;

import org.jspecify.annotations.NullMarked;
