/** The event listener {@code rabbitmq}, by which a realm asks for user events. */
@NullMarked
package io.github.phoneidentity.events.listener;

import org.jspecify.annotations.NullMarked;
