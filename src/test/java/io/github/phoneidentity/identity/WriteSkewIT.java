package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/** The number on file is proven while somebody changes it: the other number is never proven. */
class WriteSkewIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final RealmUsers users = new RealmUsers(REALM);

  @BeforeAll
  static void letManyTextsGo() {
    REALM.setPolicy(Map.of("resend-cooldown", "0"));
  }

  @RepeatedTest(25)
  void proofOfTheFormerNumberIsNoProofOfTheNewOne() {
    TestUser user = TestUser.random().withPhone(Unique.phone(), false);
    String id = REALM.createUser(user);
    String another = Unique.phone();
    AppLogin login = REALM.login();
    Page code = Brokering.password(login.start(new Browser()), user);
    String text = REALM.inbox().awaitText(user.phone(), 1).code();
    List<Supplier<Boolean>> both =
        List.of(
            () -> code.form().type("code", text).submit().status() > 0,
            () -> change(id, "phoneNumber", another) > 0);

    Parallel.run(both);

    if (another.equals(users.attribute(id, "phoneNumber"))) {
      assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
      assertThat(users.attribute(id, "phoneNumberVerifiedAt")).isNull();
    }
  }

  private static int change(String id, String attribute, String value) {
    return REALM
        .request()
        .queryParam("value", value)
        .post("/third-party/{user}/{attribute}", id, attribute)
        .statusCode();
  }

  /** Each holds what it has changed when it settles, and may not wait for the other's. */
  @RepeatedTest(10)
  void changesOfNumberAndNicknameAtOnceBothSucceed() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    List<Supplier<Integer>> both =
        List.of(
            () -> change(id, "phoneNumber", Unique.phone()),
            () -> change(id, "nickname", Unique.letters(9)));

    assertThat(Parallel.run(both)).allMatch(status -> status < 300);
  }
}
