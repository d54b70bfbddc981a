/**
 * The outbox of messages that leave the database after a commit: any node claims a row, hands it
 * over and settles it. This package knows neither codes nor users, only rows, lanes and outcomes.
 */
@NullMarked
package io.github.phoneidentity.outbox;

import org.jspecify.annotations.NullMarked;
