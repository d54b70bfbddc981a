package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A realm that had users before it took part. */
class AdoptionIT {

  /** The demo realm's administrator, who has a nickname. */
  static final int SEEDED = 1;

  static final String ADOPT = "/phone-identity/adopt";

  @AutoClose private final TestRealm realm = TestRealm.create(RealmUsers::withoutParticipation);
  private final RealmUsers users = new RealmUsers(realm);

  @Test
  void valuesAreCanonicalAndOwnedOnceTheRealmTakesPart() {
    TestUser user = TestUser.random().withPhone(Unique.phone(), true);
    String id = realm.createUser(user.withPhone(Unique.national(user.phone()), true));
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(Unique.national(user.phone()));

    takePart();

    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.canLogIn(user.phone(), user.password())).isTrue();
    assertThat(users.canLogIn(user.nickname(), user.password())).isTrue();
  }

  @Test
  void whatIsNotExactlyTrueIsNoProofOfAnAdoptedNumber() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);
    assertThat(users.update(id, "phoneNumberVerified", "TRUE").statusCode()).isEqualTo(204);

    takePart();

    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
  }

  @Test
  void onlyVerifiedHolderOwnsTheNumberAndAnEventTellsOfTheOthers() {
    String phone = Unique.phone();
    String oldest = realm.createUser(TestUser.random().withPhone(Unique.national(phone), false));
    TestUser verified = TestUser.random().withPhone(phone, true);
    realm.createUser(verified);
    String last = realm.createUser(TestUser.random().withPhone(phone, false));

    takePart();

    assertThat(users.attribute(oldest, "phoneNumber")).isEqualTo(Unique.national(phone));
    assertThat(users.attribute(last, "phoneNumber")).isEqualTo(phone);
    assertThat(users.canLogIn(phone, verified.password())).isTrue();
    assertThat(told()).containsExactlyInAnyOrder(oldest + ": taken", last + ": taken");
    assertThat(realm.server().logs()).contains("user " + last + ": attribute phoneNumber is taken");
    assertThat(users.update(last, "nickname", Unique.letters(9)).statusCode()).isEqualTo(204);
  }

  @Test
  void numberThatSeveralHaveVerifiedIsNobodysUntilOneOfThemProvesIt() {
    String phone = Unique.phone();
    String oldest = realm.createUser(TestUser.random().withPhone(phone, false));
    TestUser one = TestUser.random().withPhone(phone, true);
    String first = realm.createUser(one);
    TestUser another = TestUser.random().withPhone(Unique.national(phone), true);
    String second = realm.createUser(another);

    takePart();

    assertThat(users.canLogIn(phone, one.password())).isFalse();
    assertThat(users.attribute(first, "phoneNumberVerified")).isNull();
    assertThat(users.attribute(second, "phoneNumberVerified")).isNull();
    assertThat(told())
        .containsExactlyInAnyOrder(
            oldest + ": several_verified",
            first + ": several_verified",
            second + ": several_verified");

    adoptAgain();
    assertThat(users.ownerOf(phone)).as("owner after another run").isNull();

    Login.begin(realm).password(another).codeFrom(phone).done();

    assertThat(users.canLogIn(phone, another.password())).isTrue();
    assertThat(users.attribute(second, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.canLogIn(phone, one.password())).isFalse();
  }

  @Test
  void numberThatSeveralHaveVerifiedIsANewcomersWhoProvesIt() {
    String phone = Unique.phone();
    List<String> holders =
        List.of(
            realm.createUser(TestUser.random().withPhone(phone, true)),
            realm.createUser(TestUser.random().withPhone(Unique.national(phone), true)));
    takePart();
    TestUser newcomer = TestUser.random();

    SignUp.begin(realm).prove(phone).fill(newcomer).done();
    adoptAgain();

    assertThat(users.ownerOf(phone)).isEqualTo(users.named(newcomer.username()).get(0));
    assertThat(users.canLogIn(phone, newcomer.password())).isTrue();
    assertThat(holders)
        .allSatisfy(id -> assertThat(users.attribute(id, "phoneNumberVerified")).isNull());
    assertThat(realm.admin().get(ADOPT).jsonPath().getList("conflicts.userId", String.class))
        .containsExactlyInAnyOrderElementsOf(holders);
  }

  /** Each node has the user in its cache. */
  @Test
  void tokensOfEveryNodeSayNoLongerThatANumberOfSeveralHoldersIsVerified() {
    List<TestRealm> nodes = List.of(realm, realm.on(realm.server().secondNode()));
    TestUser user = TestUser.random();
    realm.createUser(user);
    realm.createUser(TestUser.random().withPhone(user.phone(), true));
    List<Tokens> tokens =
        nodes.stream()
            .map(node -> Tokens.of(node, node.passwordGrant(user.username(), user.password())))
            .toList();
    assertThat(tokens)
        .allSatisfy(it -> assertThat(it.idClaims()).containsEntry("phone_number_verified", true));

    takePart();

    for (int i = 0; i < nodes.size(); i++) {
      TestRealm node = nodes.get(i);
      String token = tokens.get(i).refreshToken();
      Awaitility.await("tokens of node " + i)
          .untilAsserted(() -> assertSaysNothingOfVerified(refresh(node, token)));
    }
  }

  private static void assertSaysNothingOfVerified(Tokens tokens) {
    assertThat(tokens.idClaims()).doesNotContainKey("phone_number_verified");
    assertThat(tokens.accessClaims()).doesNotContainKey("phone_number_verified");
  }

  private static Tokens refresh(TestRealm node, String token) {
    return Tokens.of(
        node,
        node.request()
            .formParam("grant_type", "refresh_token")
            .formParam("client_id", AppLogin.CLIENT)
            .formParam("refresh_token", token)
            .post("/protocol/openid-connect/token"));
  }

  @Test
  void withoutAProofTheOldestUserOwnsTheValue() {
    String phone = Unique.phone();
    TestUser first = TestUser.random().withPhone(phone, false);
    String oldest = realm.createUser(first);
    String younger =
        realm.createUser(TestUser.random().withPhone(phone, false).withNickname(first.nickname()));

    takePart();

    JsonPath report = realm.admin().get(ADOPT).jsonPath();
    assertThat(report.getList("conflicts.userId")).containsExactly(younger, younger);
    assertThat(report.getList("conflicts.ownerId")).containsExactly(oldest, oldest);
    assertThat(users.ownerOf(phone)).isEqualTo(oldest);
  }

  @Test
  void whatIsNoNumberStaysOnFileAndIsListed() {
    String id = realm.createUser(TestUser.random().withPhone("call me", true));

    takePart();

    assertThat(users.attribute(id, "phoneNumber")).isEqualTo("call me");
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    JsonPath report = realm.admin().get(ADOPT).jsonPath();
    assertThat(report.getList("invalid.userId")).containsExactly(id);
    assertThat(report.getList("conflicts")).isEmpty();
    assertThat(told()).containsExactly(id + ": invalid");
  }

  @Test
  void dryRunListsWhatAdoptionWouldFindAndWritesNothing() {
    String phone = Unique.phone();
    String owner = realm.createUser(TestUser.random().withPhone(phone, true));
    String other = realm.createUser(TestUser.random().withPhone(Unique.national(phone), false));
    String invalid = realm.createUser(TestUser.random().withPhone("call me", true));
    String respelled =
        realm.createUser(TestUser.random().withPhone(Unique.national(Unique.phone()), true));

    dryRun();

    JsonPath report = realm.admin().get(ADOPT).jsonPath();
    assertThat(report.getInt("users")).isEqualTo(4 + SEEDED);
    assertThat(report.getList("conflicts.userId")).containsExactly(other);
    assertThat(report.getList("conflicts.ownerId")).containsExactly(owner);
    assertThat(report.getList("invalid.userId")).containsExactly(invalid);
    assertThat(users.attribute(invalid, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.attribute(respelled, "phoneNumber")).startsWith("010");
    assertThat(told()).isEmpty();

    takePart();

    assertThat(users.attribute(respelled, "phoneNumber")).startsWith("+8210");
    assertThat(realm.admin().get(ADOPT).jsonPath().getBoolean("dryRun")).isFalse();
    assertThat(realm.admin().get(ADOPT).jsonPath().getList("conflicts.userId"))
        .containsExactly(other);
    assertThat(told()).containsExactlyInAnyOrder(other + ": taken", invalid + ": invalid");
  }

  @Test
  void whatIsCorrectedAfterADryRunIsNoConflictAnyMore() {
    TestUser kept = TestUser.random();
    String keptId = realm.createUser(kept);
    String copy = realm.createUser(TestUser.random().withPhone(kept.phone(), true));
    dryRun();
    assertThat(realm.admin().get(ADOPT).jsonPath().getList("conflicts.userId", String.class))
        .containsExactlyInAnyOrder(keptId, copy);
    users.remove(copy);

    takePart();

    assertThat(realm.admin().get(ADOPT).jsonPath().getList("conflicts")).isEmpty();
    assertThat(users.canLogIn(kept.phone(), kept.password())).isTrue();
    assertThat(users.attribute(keptId, "phoneNumberVerified")).isEqualTo("true");
  }

  @Test
  void ofSeveralNumbersOfAUserNoneIsVerifiedOrOwned() {
    TestUser user = TestUser.random();
    String another = Unique.phone();
    Map<String, Object> imported = new HashMap<>(user.representation());
    imported.put(
        "attributes",
        Map.of(
            "phoneNumber", List.of(user.phone(), another), "phoneNumberVerified", List.of("true")));
    assertThat(users.partialImport("FAIL", List.of(imported)).statusCode()).isEqualTo(200);
    String id = users.named(user.username()).get(0);

    takePart();

    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    assertThat(users.ownerOf(user.phone())).isNull();
    assertThat(users.ownerOf(another)).isNull();
    assertThat(told()).contains(id + ": invalid");
  }

  @Test
  void onlyADryRunIsPossibleBeforeTheRealmTakesPart() {
    realm.admin().post(ADOPT).then().statusCode(404);
    realm.admin().get(ADOPT).then().statusCode(404);
    for (String body : List.of("{", "[]", "{\"dryRun\":\"yes\"}", "{\"dryrun\":true}")) {
      realm.admin().body(body).post(ADOPT).then().statusCode(400);
    }
  }

  @Test
  void conflictIsToldOnceHoweverOftenTheRealmIsAdopted() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    String other = realm.createUser(TestUser.random().withPhone(owner.phone(), false));
    takePart();

    adoptAgain();

    assertThat(told()).containsExactly(other + ": taken");
    assertThat(realm.admin().get(ADOPT).jsonPath().getList("conflicts.userId"))
        .containsExactly(other);
  }

  @Test
  void realmThatFailsKeepsNoOtherWaiting() throws SQLException {
    realm.createUser(TestUser.random());
    try (TestRealm other = TestRealm.create(RealmUsers::withoutParticipation);
        Connection database = realm.server().database().connect();
        Statement statement = database.createStatement()) {
      TestUser user = TestUser.random();
      other.createUser(user);
      statement.execute(
          "create function refuse_adoption() returns trigger language plpgsql as"
              + " $$ begin raise exception 'refused by a test'; end $$");
      statement.execute(
          "create trigger refuse_adoption before insert on phone_identity_adopted_value"
              + " for each row when (new.realm_id = '"
              + realm.id()
              + "') execute function refuse_adoption()");
      try {
        users.takePart();
        Awaitility.await("failure")
            .until(() -> realm.server().logs().contains("refused by a test"));
        new RealmUsers(other).takePart();

        Awaitility.await("adoption").atMost(Duration.ofSeconds(30)).until(() -> finished(other));
        assertThat(finished(realm)).isFalse();
      } finally {
        statement.execute("drop trigger refuse_adoption on phone_identity_adopted_value");
        statement.execute("drop function refuse_adoption()");
      }
    }
  }

  @Test
  void whoDoesNotKeepTheNumberProvesAnotherOneAtTheNextLogin() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    TestUser user = TestUser.random().withPhone(owner.phone(), false);
    String id = realm.createUser(user);
    takePart();

    Login login = Login.begin(realm).password(user);
    assertThat(login.page().has("#phone")).isTrue();
    String another = Unique.phone();
    login.type("phone", another).codeFrom(another).done();

    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(another);
    assertThat(users.canLogIn(another, user.password())).isTrue();
    assertThat(users.canLogIn(owner.phone(), owner.password())).isTrue();
    assertThat(realm.inbox().countFor(owner.phone())).isZero();
  }

  /** Whom the events tell of, and why. */
  private List<String> told() {
    return realm.events("UPDATE_PROFILE_ERROR").stream()
        .filter(event -> "adopted_value_not_owned".equals(event.get("error")))
        .map(event -> event.get("userId") + ": " + ((Map<?, ?>) event.get("details")).get("reason"))
        .toList();
  }

  static boolean finished(TestRealm node) {
    return "finished".equals(node.admin().get(ADOPT).jsonPath().getString("state"));
  }

  private void dryRun() {
    realm.admin().body(Map.of("dryRun", true)).post(ADOPT).then().statusCode(202);
    Awaitility.await("dry run").atMost(Duration.ofSeconds(30)).until(() -> finished(realm));
  }

  private void adoptAgain() {
    realm.admin().post(ADOPT).then().statusCode(202);
    Awaitility.await("adoption").atMost(Duration.ofSeconds(30)).until(() -> finished(realm));
  }

  private void takePart() {
    users.takePart();
    Awaitility.await("adoption").atMost(Duration.ofSeconds(30)).until(this::isAdopted);
  }

  private boolean isAdopted() {
    return realm.server().logs().contains("Adopted realm " + realm.name() + ":");
  }
}
