package io.github.phoneidentity.testing;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.sms.SmsMessage;

/** Texts for tests of gateways. */
public final class TestMessage {

  public static final String CODE = "135790";

  private TestMessage() {}

  /** A text for a login in English, with code {@value #CODE}. */
  public static SmsMessage of(String text) {
    return to("+821012345678", text);
  }

  /** A notice, which has no code. */
  public static SmsMessage notice(String text) {
    return new SmsMessage(
        "message-2",
        new PhoneNumber("+821012345678"),
        text,
        new SmsMessage.Context("", "phone-changed", "en", "demo", ""));
  }

  /** A text for a login to another number. */
  public static SmsMessage to(String number, String text) {
    return new SmsMessage(
        "message-1",
        new PhoneNumber(number),
        text,
        new SmsMessage.Context(CODE, "login", "en", "demo", "demo-app"));
  }
}
