package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A second factor by SMS guards against an identity provider that is not to be trusted. */
class BrokeredFactorIT {

  @Test
  void numberThatAnIdentityProviderBringsGetsNoCodesOfTheSecondFactor() {
    try (TestRealm realm = TestRealm.create();
        Brokering brokering = Brokering.of(realm)) {
      TestUser user = TestUser.random();
      String atProvider = brokering.provider().createUser(user);
      String id = brokering.login(user);
      realm
          .admin()
          .body(Map.of("type", "password", "value", user.password()))
          .put("/users/{id}/reset-password", id)
          .then()
          .statusCode(204);
      Login.forAction(realm, new Browser(), "CONFIGURE_SMS_OTP")
          .password(user)
          .type("phone", user.phone())
          .codeFrom(user.phone())
          .done();
      String brought = Unique.phone();

      brokering.update(atProvider, "phoneNumber", brought);
      assertThat(brokering.begin(user).title()).isEqualTo("Enter the code");
      realm.inbox().awaitText(brought, 1);
      Login login = Login.begin(realm).password(user);

      assertThat(realm.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(brought);
      assertThat(login.isDone()).isFalse();
      assertThat(login.asksForCode()).isFalse();
      // VERIFY_PHONE's, and none of the second factor.
      assertThat(realm.inbox().countFor(brought)).isEqualTo(1);
    }
  }
}
