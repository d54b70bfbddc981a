/**
 * The rules that every entrance obeys: availability of names, registration with proven contacts,
 * verifying and changing a number, second factors, password reset. The package joins {@code
 * identity} and {@code verification}, which are independent of each other, and depends on neither
 * HTTP nor pages.
 */
@NullMarked
package io.github.phoneidentity.account;

import org.jspecify.annotations.NullMarked;
