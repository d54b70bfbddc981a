package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A realm that does not take part: the same doors, and nothing happens. */
class OtherRealmIT {

  @AutoClose
  private static final TestRealm REALM = TestRealm.create(RealmUsers::withoutParticipation);

  private static final RealmUsers USERS = new RealmUsers(REALM);

  @Test
  void nothingIsRewrittenOrOwned() {
    String phone = Unique.phone();
    TestUser one = TestUser.random().withPhone(Unique.national(phone), true);
    TestUser two = TestUser.random().withPhone(phone, true).withNickname(one.nickname());

    String first = REALM.createUser(one);
    String second = REALM.createUser(two);
    assertThat(USERS.update(second, "phoneNumber", "call me").statusCode()).isEqualTo(204);
    assertThat(USERS.partialImport("FAIL", TestUser.random().withPhone(phone, false)).statusCode())
        .isEqualTo(200);

    assertThat(USERS.attribute(first, "phoneNumber")).isEqualTo(Unique.national(phone));
    assertThat(USERS.attribute(second, "phoneNumber")).isEqualTo("call me");
    assertThat(USERS.attribute(second, "phoneNumberVerified")).isEqualTo("true");
    assertThat(USERS.canLogIn(one.username(), one.password())).isTrue();
    assertThat(USERS.canLogIn(one.nickname(), one.password())).isFalse();
  }
}
