/** Server-wide wiring: JPA entities, Liquibase changelog and scheduled tasks. */
package io.github.phoneidentity.server;
