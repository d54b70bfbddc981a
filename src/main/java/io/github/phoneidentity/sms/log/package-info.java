/** The gateway {@code log}, which logs texts, for development. */
package io.github.phoneidentity.sms.log;
