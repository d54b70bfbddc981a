/** The gateway {@code solapi}: SOLAPI's SMS, LMS and Kakao AlimTalk. */
package io.github.phoneidentity.sms.solapi;
