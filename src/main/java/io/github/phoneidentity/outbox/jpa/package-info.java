/** The table of leases, by which nodes share the work of the outbox. */
@NullMarked
package io.github.phoneidentity.outbox.jpa;

import org.jspecify.annotations.NullMarked;
