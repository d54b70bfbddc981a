package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Meters;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.SmsInbox;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a text is told to who waits for it. */
class DeliveryIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final SmsInbox INBOX = REALM.inbox();
  private static final Rows ROWS = new Rows(REALM);
  private static final Meters METERS = new Meters(KeycloakServer.shared());

  private final String phone = Unique.phone();

  @ParameterizedTest
  @CsvSource({"503, UNREACHABLE", "400, REJECTED"})
  void failureIsToldAtOnceAndTheSameCodeCanBeSentAgainAtOnce(int status, String outcome) {
    double before = METERS.sum("phone.identity.message.delivery_seconds_count", tag(outcome));
    INBOX.answer(phone, status);
    SignUp page = SignUp.begin(REALM).phone(phone);

    assertThat(page.tellsFailure()).isTrue();
    assertThat(page.reload().tellsFailure()).isTrue();
    assertThat(ROWS.deliveries(phone)).containsExactly(outcome);
    assertThat(METERS.sum("phone.identity.message.delivery_seconds_count", tag(outcome)))
        .isGreaterThan(before);

    String lost = INBOX.codeFor(phone);
    INBOX.answer(phone, 202);
    assertThat(page.press("resend").tellsFailure()).isFalse();
    assertThat(INBOX.awaitText(phone, 2).code()).isEqualTo(lost);
    assertThat(ROWS.used("sends-hour", "sms:" + phone)).isEqualTo(2);
    assertThat(page.code(lost).asksForName()).isTrue();
  }

  @Test
  void textWithoutAnAnswerIsToldWhenThePageIsLoadedAgainAndNeverSentAgainByItself() {
    INBOX.hold(phone);
    SignUp page = SignUp.begin(REALM).phone(phone);
    assertThat(page.asksForCode()).isTrue();
    assertThat(page.tellsFailure()).isFalse();

    Awaitility.await().until(() -> page.reload().tellsFailure());

    assertThat(ROWS.deliveries(phone)).containsExactly("UNKNOWN");
    assertThat(INBOX.countFor(phone)).isOne();
    INBOX.release(phone);
    assertThat(page.code(INBOX.codeFor(phone)).asksForName()).isTrue();
  }

  @Test
  void acceptedTextCannotBeSentAgainBeforeTheCooldownIsOver() {
    SignUp page = SignUp.begin(REALM).phone(phone);

    assertThat(page.press("resend").page().html().select("#phone-identity-resend-in").text())
        .containsPattern("\\d+ seconds?|1 minute");
    assertThat(INBOX.countFor(phone)).isOne();
    ROWS.endWindows("sms:" + phone);
    page.press("resend");

    assertThat(INBOX.awaitText(phone, 2).code()).isEqualTo(INBOX.textsTo(phone).get(0).code());
  }

  @Test
  void reloadingThePageSendsNothing() {
    SignUp page = SignUp.begin(REALM).phone(phone);

    page.reload().reload();

    assertThat(page.asksForCode()).isTrue();
    assertThat(ROWS.used("sends-hour", "sms:" + phone)).isOne();
    assertThat(ROWS.deliveries(phone)).containsExactly("ACCEPTED");
    assertThat(INBOX.countFor(phone)).isOne();
  }

  private static String tag(String outcome) {
    return "outcome=\"" + outcome.toLowerCase(java.util.Locale.ROOT) + "\"";
  }
}
