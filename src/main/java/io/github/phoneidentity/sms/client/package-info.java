/**
 * What gateways share that call an HTTP service: the bounded client, their options and the parts of
 * requests. It knows no gateway.
 */
@NullMarked
package io.github.phoneidentity.sms.client;

import org.jspecify.annotations.NullMarked;
