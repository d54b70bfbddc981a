/** The table of leases, by which nodes share the work of the outbox. */
package io.github.phoneidentity.outbox.jpa;
