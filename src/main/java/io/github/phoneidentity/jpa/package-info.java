/**
 * Listens to changes of Keycloak's own entities, on whichever path they are made. Nothing here
 * knows what the changes are used for.
 */
@NullMarked
package io.github.phoneidentity.jpa;

import org.jspecify.annotations.NullMarked;
