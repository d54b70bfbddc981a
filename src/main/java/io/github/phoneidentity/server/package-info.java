/** Server-wide wiring: JPA entities, Liquibase changelog and scheduled tasks. */
@NullMarked
package io.github.phoneidentity.server;

import org.jspecify.annotations.NullMarked;
