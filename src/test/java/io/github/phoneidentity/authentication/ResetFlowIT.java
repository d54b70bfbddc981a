package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reset flow that proves nothing gives nobody's account away. */
class ResetFlowIT {

  /** What an administrator may do to the demo realm's reset flow. */
  enum Mistake {
    LAST_PROOF_REMOVED(
        realm ->
            Flows.resetWithout(
                realm, step -> step.path("authenticator").asText().equals("reset-credential-sms"))),
    PROOF_DISABLED(realm -> Flows.requireInReset(realm, "reset-credential-sms", "DISABLED")),
    PROOF_LEFT_OUT_BESIDE_REQUIRED_STEPS(
        realm -> Flows.requireInReset(realm, "reset-credential-sms", "ALTERNATIVE")),
    CHOICE_ALONE(
        realm ->
            Flows.resetWithout(
                realm,
                step ->
                    !step.path("authenticator")
                        .asText()
                        .equals("reset-choose-user-by-identifier")));

    private final Consumer<ObjectNode> change;

    Mistake(Consumer<ObjectNode> change) {
      this.change = change;
    }
  }

  @ParameterizedTest
  @EnumSource
  void flowThatProvesNothingIsRefusedAndLogged(Mistake mistake) {
    try (TestRealm realm = TestRealm.create(mistake.change)) {
      TestUser user = TestUser.random();
      realm.createUser(user);

      Reset reset = Reset.begin(realm);

      assertThat(reset.page().status()).isEqualTo(400);
      assertThat(reset.page().text()).contains("Passwords cannot be reset here");
      assertThat(reset.page().has("input[name=username]")).isFalse();
      realm.server().awaitLog(log -> log.contains("realm '" + realm.name() + "' proves nothing"));
    }
  }

  @Test
  void linkIsAProof() {
    try (TestRealm realm = TestRealm.create(Flows::resetByLink)) {
      realm.sendMail();
      TestUser user = TestUser.random();
      realm.createUser(user);

      Reset reset = Reset.begin(realm).identify(user.phone()).followLink(user.email());

      assertThat(reset.asksForPassword()).as(reset.page().text()).isTrue();
    }
  }
}
