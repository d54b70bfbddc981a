/** The steps of the browser flow. */
@NullMarked
package io.github.phoneidentity.authentication.browser;

import org.jspecify.annotations.NullMarked;
