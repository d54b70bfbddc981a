/** The event listener {@code rabbitmq}, by which a realm asks for user events. */
package io.github.phoneidentity.events.listener;
