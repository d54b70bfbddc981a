/**
 * The example of a consumer of user events: a program of its own, in the same jar, that needs
 * neither Keycloak nor anything else beside it. It is the place to start from for a withdrawal
 * mail, a backup or a clean-up.
 */
package io.github.phoneidentity.events.consumer;
