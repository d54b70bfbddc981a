/**
 * The second factor by SMS: credential type {@code sms-otp} with the number to which codes are
 * sent.
 */
@NullMarked
package io.github.phoneidentity.credential;

import org.jspecify.annotations.NullMarked;
