/**
 * Telephone numbers: what people type, and the one spelling that is stored. A leaf without
 * Keycloak.
 */
package io.github.phoneidentity.phone;
