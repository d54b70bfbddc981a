/** The gateway {@code log}, which logs texts, for development. */
@NullMarked
package io.github.phoneidentity.sms.log;

import org.jspecify.annotations.NullMarked;
