/** Who works on what of the outbox, in the database. */
package io.github.phoneidentity.outbox.jpa;
