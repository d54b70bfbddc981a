package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Abandoned verifications do not pile up. */
class CleanUpIT {

  private static final String DONE = "Cleaned up";
  private static final String FAILED = "failed and is tried again";

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final Rows ROWS = new Rows(REALM);

  @Test
  void whatHasEndedIsRemovedAndNothingElse() {
    String abandoned = Unique.phone();
    SignUp.begin(REALM).phone(abandoned);
    String alive = Unique.phone();
    SignUp page = SignUp.begin(REALM).phone(alive);

    ROWS.ageChallenge(abandoned, Duration.ofHours(2).toMillis());
    ROWS.endWindows("sms:" + abandoned);

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> ROWS.states(abandoned).isEmpty() && ROWS.scopes("sms:" + abandoned).isEmpty());
    assertThat(ROWS.states(alive)).containsExactly("OPEN");
    assertThat(ROWS.scopes("sms:" + alive)).contains("sends-hour", "sends-day");
    assertThat(page.code(REALM.inbox().codeFor(alive)).asksForName()).isTrue();
  }

  @Test
  void realmsEndTakesItsChallengesAndBudgetsAlong() {
    String phone = Unique.phone();
    TestRealm ending = TestRealm.create();
    Rows rows = new Rows(ending);
    SignUp.begin(ending).phone(phone);
    assertThat(rows.states(phone)).isNotEmpty();
    String id = rows.realmId();

    ending.close();

    assertThat(rows.countOf(id)).isZero();
  }

  @Test
  void embeddedDatabaseIsCleanedUpToo() {
    KeycloakServer embedded = KeycloakServer.withEmbeddedDatabase();
    try (TestRealm realm = TestRealm.create(embedded, json -> {})) {
      realm.setPolicy(Map.of("resend-cooldown", "1"));
      SignUp.begin(realm).phone(Unique.phone());

      Awaitility.await()
          .atMost(Duration.ofSeconds(40))
          .until(() -> embedded.log().matches("(?s).*Cleaned up \\d+ challenges and [1-9].*"));
    }
    assertThat(embedded.log()).contains(DONE).doesNotContain(FAILED);
  }
}
