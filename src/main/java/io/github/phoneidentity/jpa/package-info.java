/**
 * Listens to changes of Keycloak's own entities, on whichever path they are made. Nothing here
 * knows what the changes are used for.
 */
package io.github.phoneidentity.jpa;
