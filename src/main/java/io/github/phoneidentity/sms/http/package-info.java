/** The gateway {@code http}, which calls any HTTP service. */
@NullMarked
package io.github.phoneidentity.sms.http;

import org.jspecify.annotations.NullMarked;
