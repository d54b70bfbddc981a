/**
 * What the integration tests stand on: a real Keycloak with the packaged jar, in one of two
 * runtimes, a real database, a real listener that takes the texts, and small drivers for browser,
 * app and administrator.
 */
package io.github.phoneidentity.testing;
