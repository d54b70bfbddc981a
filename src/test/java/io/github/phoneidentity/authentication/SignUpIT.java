package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A newcomer signs up with a phone, and everything that can be typed wrong on the way. */
class SignUpIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @Test
  void newcomerSignsUpWithAProvenPhoneAndTheAppLearnsIt() {
    TestUser user = TestUser.random();

    Tokens tokens =
        SignUp.begin(REALM)
            .phone(Unique.national(user.phone()))
            .code(REALM.inbox().codeFor(user.phone()))
            .fill(user)
            .tokens();

    assertThat(tokens.idClaims())
        .containsEntry("phone_number", user.phone())
        .containsEntry("phone_number_verified", true)
        .containsEntry("nickname", user.nickname())
        .containsEntry("preferred_username", user.username())
        .containsEntry("amr", List.of("sms"));
  }
}
