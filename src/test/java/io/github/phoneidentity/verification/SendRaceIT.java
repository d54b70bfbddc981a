package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.Spelling;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The policy's number of texts goes out, however many ask at once, how they spell, and where. */
class SendRaceIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final int SENDS = 5;

  @BeforeAll
  static void takeTheCooldownAway() {
    REALM.setPolicy(Map.of("resend-cooldown", "0", "max-sends-per-hour", "" + SENDS));
  }

  @Test
  void hundredRequestsInTenSpellingsSendThePolicysNumberOfTexts() {
    race(REALM, REALM);
  }

  @Test
  void twoNodesSendNoMoreThanOne() {
    race(REALM, REALM.on(KeycloakServer.shared().secondNode()));
  }

  private static void race(TestRealm one, TestRealm other) {
    String phone = Unique.phone();
    List<String> spellings = Spelling.twenty(phone);
    List<Page> contactPages =
        Parallel.run(100, i -> SignUp.begin(i % 2 == 0 ? one : other, new Browser()).page());

    List<Page> answers =
        Parallel.run(
            100, i -> contactPages.get(i).form().type("phone", spellings.get(i % 10)).submit());

    assertThat(answers.stream().filter(page -> page.has("#phone-identity-code-form")))
        .hasSize(SENDS);
    assertThat(answers.stream().filter(page -> page.errorAt("phone").isPresent()))
        .hasSize(100 - SENDS)
        .allSatisfy(
            page ->
                assertThat(page.errorAt("phone").get()).contains("Too many codes were requested"));
    Awaitility.await()
        .until(
            () -> new Rows(REALM).deliveries(phone),
            Collections.nCopies(SENDS, "ACCEPTED")::equals);
    assertThat(REALM.inbox().countFor(phone)).isEqualTo(SENDS);
    assertThat(new Rows(REALM).used("sends-hour", "sms:" + phone)).isEqualTo(SENDS);
  }
}
