/**
 * An example of a consumer of user events: a separate program in the same jar, which needs neither
 * Keycloak nor another library. Use it as a starting point for a withdrawal e-mail, a backup or a
 * clean-up.
 */
@NullMarked
package io.github.phoneidentity.events.consumer;

import org.jspecify.annotations.NullMarked;
