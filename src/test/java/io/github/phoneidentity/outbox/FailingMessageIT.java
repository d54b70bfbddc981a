package io.github.phoneidentity.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.SmsInbox;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What cannot be written, or waits for too long, ends as failed. */
class FailingMessageIT {

  private static final String MAIL = "phoneIdentity.email.body";

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final SmsInbox INBOX = REALM.inbox();
  private static final Rows ROWS = new Rows(REALM);
  private static final Notices NOTICES = new Notices(REALM);

  private final String phone = Unique.phone();

  @Test
  void mailThatCannotBeWrittenIsToldAsFailedAfterAFewTries() {
    try (TestRealm mails = TestRealm.create(FailingMessageIT::byEmail)) {
      mails.sendMail();
      localise(mails, MAIL, "{0,unknown}: a broken pattern");
      String address = TestUser.random().email();
      Rows rows = new Rows(mails);
      SignUp page = SignUp.begin(mails).email(address);
      String id = rows.ids(address).get(0);

      Awaitility.await("failure")
          .atMost(Duration.ofSeconds(40))
          .until(() -> rows.deliveries(address).equals(List.of("REJECTED")));

      assertThat(page.reload().tellsFailure()).isTrue();
      assertThat(linesAbout(id))
          .as("one line for each try, and one for the end")
          .hasSize(4)
          .anySatisfy(line -> assertThat(line).contains("(REJECTED)", MAIL));
      assertThat(REALM.server().logs()).doesNotContain("MessageFormat.applyPattern");
      mails.admin().delete("/localization/en/{key}", MAIL).then().statusCode(204);
      page.press("resend");
      assertThat(page.code(mails.mail().codeFor(address)).asksForName()).isTrue();
    }
  }

  @Test
  void noticeThatCannotBeWrittenEndsAfterAFewTriesAndHoldsUpNoOther() {
    // There are no words for a text of this kind.
    NOTICES.write("PHONE_REVOKED", "sms", phone, 0, 1);
    String next = Unique.phone();
    NOTICES.write("PHONE_CHANGED", "sms", next, 0, 1);

    INBOX.awaitText(next, 1);
    Awaitility.await("failure")
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              NOTICES.endWait(phone);
              return NOTICES.delivery(phone).equals("REJECTED 5");
            });
    assertThat(INBOX.countFor(phone)).isZero();
  }

  @Test
  void noticeThatReachesNoServiceWaitsLongerEachTime() {
    INBOX.answer(phone, 503);
    NOTICES.write("PHONE_CHANGED", "sms", phone, 0, 1);

    Awaitility.await("first try").until(() -> "PENDING 1".equals(NOTICES.delivery(phone)));
    INBOX.answer(phone, 202);
    NOTICES.endWait(phone);

    Awaitility.await("second try")
        .atMost(Duration.ofSeconds(20))
        .until(() -> "ACCEPTED 1".equals(NOTICES.delivery(phone)));
    assertThat(INBOX.countFor(phone)).isEqualTo(2);
  }

  @Test
  void codeThatNoNodeGotToInTimeIsToldAsFailedAndMayBeAskedForAgainAtOnce() {
    SignUp page = SignUp.begin(REALM).phone(phone);
    INBOX.awaitText(phone, 1);

    ROWS.expireUnsent(phone);

    Awaitility.await("failure").until(() -> ROWS.deliveries(phone).equals(List.of("UNREACHABLE")));
    assertThat(page.reload().tellsFailure()).isTrue();
    page.press("resend");
    assertThat(page.code(INBOX.awaitText(phone, 2).code()).asksForName()).isTrue();
  }

  private static List<String> linesAbout(String id) {
    return REALM.server().logs().lines().filter(line -> line.contains(id)).toList();
  }

  private static void byEmail(ObjectNode realm) {
    for (JsonNode config : realm.path("authenticatorConfig")) {
      if (config.path("config").has("channel")) {
        ((ObjectNode) config.path("config")).put("channel", "email");
      }
    }
  }

  private static void localise(TestRealm realm, String key, String text) {
    realm
        .admin()
        .contentType("text/plain")
        .body(text)
        .put("/localization/en/{key}", key)
        .then()
        .statusCode(204);
  }
}
