/**
 * How changes of Keycloak's own entities are seen, on whichever path they are made. Nothing here
 * knows what for.
 */
package io.github.phoneidentity.jpa;
