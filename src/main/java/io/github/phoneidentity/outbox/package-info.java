/**
 * What must leave the database after a commit: a row is claimed, handed over and settled by any
 * node. It knows neither codes nor users, only rows, lanes and outcomes.
 */
package io.github.phoneidentity.outbox;
