/** The gateway {@code twilio}: Twilio's Messages resource. */
package io.github.phoneidentity.sms.twilio;
