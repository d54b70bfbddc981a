/**
 * The outbox of user events: a change of a user and its event are written in the same transaction.
 */
@NullMarked
package io.github.phoneidentity.events.jpa;

import org.jspecify.annotations.NullMarked;
