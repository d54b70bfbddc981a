/** User events in the database: rows that a change leaves in its own transaction. */
package io.github.phoneidentity.events.jpa;
