/** The gateway {@code twilio}: Twilio's Messages resource. */
@NullMarked
package io.github.phoneidentity.sms.twilio;

import org.jspecify.annotations.NullMarked;
