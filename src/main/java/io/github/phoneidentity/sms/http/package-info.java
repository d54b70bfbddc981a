/**
 * The gateway {@code http}, which calls any HTTP service, and the bounded HTTP client that gateways
 * share.
 */
@NullMarked
package io.github.phoneidentity.sms.http;

import org.jspecify.annotations.NullMarked;
