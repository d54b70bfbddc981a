/** The gateway {@code solapi}: SOLAPI's SMS, LMS and Kakao AlimTalk. */
@NullMarked
package io.github.phoneidentity.sms.solapi;

import org.jspecify.annotations.NullMarked;
