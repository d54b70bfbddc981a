/**
 * Phone numbers: the typed forms, and the canonical form that is stored. A leaf that does not
 * depend on Keycloak.
 */
package io.github.phoneidentity.phone;
