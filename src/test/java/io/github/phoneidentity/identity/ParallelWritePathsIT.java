package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;

/** One value that is written on every path at once, at two nodes: it gets one owner. */
class ParallelWritePathsIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  @AutoClose private static final Brokering BROKERING = Brokering.of(REALM);

  private static final List<TestRealm> NODES =
      List.of(REALM, REALM.on(REALM.server().secondNode()));

  private final List<Runnable> crowd = new ArrayList<>();

  @BeforeAll
  static void letManyTextsGo() {
    REALM.setPolicy(Map.of("resend-cooldown", "0"));
  }

  @RepeatedTest(5)
  void oneNumberOnEveryWritePathHasOneOwner() {
    String phone = Unique.phone();
    NODES.forEach(
        node -> {
          wanted(node, "phoneNumber", Unique.national(phone));
          provenBy(node, phone);
        });
    broughtByTheBroker(TestUser.random().withPhone(phone, true));

    Parallel.run(crowd.size(), i -> run(crowd.get(i)));

    assertThat(REALM.userIds(Map.of("q", "phoneNumber:" + phone)))
        .containsExactly(owner("phone", phone));
  }

  @RepeatedTest(5)
  void oneNicknameOnEveryWritePathHasOneOwner() {
    String nickname = Unique.letters(10);
    NODES.forEach(
        node -> {
          wanted(node, "nickname", nickname);
          TestUser user = TestUser.random();
          REALM.createUser(user);
          crowd.add(() -> AccountWritePathIT.save(node, user, "nickname", nickname));
        });
    broughtByTheBroker(TestUser.random().withNickname(nickname));

    Parallel.run(crowd.size(), i -> run(crowd.get(i)));

    assertThat(REALM.userIds(Map.of("q", "nickname:" + nickname)))
        .containsExactly(owner("nickname", nickname.toUpperCase(Locale.ROOT)));
  }

  /** Administrators, imports and extensions. */
  private void wanted(TestRealm node, String attribute, String value) {
    RealmUsers users = new RealmUsers(node);
    boolean number = attribute.equals("phoneNumber");
    TestUser anybody = TestUser.random();
    TestUser created = number ? anybody.withPhone(value, true) : anybody.withNickname(value);
    TestUser other = TestUser.random();
    TestUser imported = number ? other.withPhone(value, true) : other.withNickname(value);
    String updated = REALM.createUser(TestUser.random());
    String extended = REALM.createUser(TestUser.random());
    crowd.add(() -> users.createWithoutPassword(created));
    crowd.add(() -> users.partialImport("FAIL", imported));
    crowd.add(() -> users.update(updated, attribute, value));
    crowd.add(
        () ->
            node.request()
                .queryParam("value", value)
                .put("/third-party/{user}/{attribute}", extended, attribute));
  }

  /** A user who changes the number, up to the code. */
  private void provenBy(TestRealm node, String phone) {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    AppLogin login = node.login().with("kc_action", "UPDATE_PHONE");
    Page page = Brokering.password(login.start(new Browser()), user);
    int before = REALM.inbox().countFor(phone);
    Page asking = page.form().type("phone", phone).submit();
    String code = REALM.inbox().awaitText(phone, before + 1).code();
    crowd.add(() -> asking.form().type("code", code).submit());
  }

  private void broughtByTheBroker(TestUser user) {
    BROKERING.provider().createUser(user);
    Page page = REALM.login().with("kc_idp_hint", "other").start(new Browser());
    crowd.add(() -> Brokering.password(page, user));
  }

  private static boolean run(Runnable one) {
    one.run();
    return true;
  }

  private static String owner(String kind, String value) {
    return REALM
        .admin()
        .queryParam(kind, value)
        .get("/phone-identity/claims")
        .then()
        .statusCode(200)
        .extract()
        .path("userId");
  }
}
