/**
 * Phone numbers: the typed forms, and the canonical form that is stored. A leaf that does not
 * depend on Keycloak.
 */
@NullMarked
package io.github.phoneidentity.phone;

import org.jspecify.annotations.NullMarked;
