package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.path.json.JsonPath;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A realm that stops taking part and begins again. */
class ParticipationIT {

  private static final String ADOPT = "/phone-identity/adopt";
  private static final String ACTION = "/authentication/required-actions/VERIFY_PHONE";

  @AutoClose private final TestRealm realm = TestRealm.create();
  private final RealmUsers users = new RealmUsers(realm);

  /** How a realm stops and begins. */
  enum Way {
    DISABLED {
      @Override
      void stop(TestRealm realm) {
        set(realm, false);
      }

      @Override
      void begin(TestRealm realm) {
        set(realm, true);
      }
    },
    /** As keycloak-config-cli does to actions that are not in its file. */
    DELETED {
      @Override
      void stop(TestRealm realm) {
        realm.admin().delete(ACTION).then().statusCode(204);
      }

      @Override
      void begin(TestRealm realm) {
        realm
            .admin()
            .body(Map.of("providerId", "VERIFY_PHONE", "name", "Verify Phone"))
            .post("/authentication/register-required-action")
            .then()
            .statusCode(204);
      }
    };

    abstract void stop(TestRealm realm);

    abstract void begin(TestRealm realm);

    private static void set(TestRealm realm, boolean enabled) {
      Map<String, Object> action = new HashMap<>(realm.admin().get(ACTION).jsonPath().get());
      action.put("enabled", enabled);
      realm.admin().body(action).put(ACTION).then().statusCode(204);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ownerOfBeforeKeepsTheNumberHoweverSoonTheRealmBeginsAgain(Way way) {
    TestUser owner = TestUser.random();
    String ownerId = realm.createUser(owner);

    way.stop(realm);
    TestUser newcomer = TestUser.random().withPhone(owner.phone(), true);
    String newcomerId = realm.createUser(newcomer);
    way.begin(realm);

    JsonPath report = adopted();
    assertThat(report.getList("conflicts.userId")).containsExactly(newcomerId);
    assertThat(report.getList("conflicts.ownerId")).containsExactly(ownerId);
    assertThat(users.attribute(ownerId, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.attribute(newcomerId, "phoneNumberVerified")).isNull();
    assertThat(users.canLogIn(owner.phone(), owner.password())).isTrue();
    assertThat(users.canLogIn(owner.phone(), newcomer.password())).isFalse();
  }

  @Test
  void numberThatWasChangedMeanwhileIsOwnedWithoutTheProofOfTheFormerOne() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);
    String another = Unique.phone();

    Way.DISABLED.stop(realm);
    assertThat(users.update(id, "phoneNumber", another).statusCode()).isEqualTo(204);
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    Way.DISABLED.begin(realm);

    assertThat(adopted().getList("conflicts")).isEmpty();
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    assertThat(users.ownerOf(another)).isEqualTo(id);
    realm.createUser(TestUser.random().withPhone(user.phone(), true));
  }

  @Test
  void ownerIsRemovedLikeAnyUserWhileTheRealmTakesNoPart() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);

    Way.DISABLED.stop(realm);
    users.remove(id);
    Way.DISABLED.begin(realm);

    assertThat(adopted().getList("conflicts")).isEmpty();
    realm.createUser(TestUser.random().withPhone(user.phone(), true));
  }

  @Test
  void numberWithoutAClaimThatSeveralHaveVerifiedMeanwhileIsNobodys() {
    String phone = Unique.phone();
    Way.DISABLED.stop(realm);
    String one = realm.createUser(TestUser.random().withPhone(phone, true));
    String two = realm.createUser(TestUser.random().withPhone(phone, true));
    Way.DISABLED.begin(realm);

    assertThat(adopted().getList("conflicts.userId")).containsExactlyInAnyOrder(one, two);
    assertThat(users.attribute(one, "phoneNumberVerified")).isNull();
    assertThat(users.attribute(two, "phoneNumberVerified")).isNull();
  }

  @ParameterizedTest
  @EnumSource
  void proofThatWasAddedUnseenIsNotBelievedIfTheRealmStopsBeforeItIsReconciled(Way way)
      throws SQLException {
    String phone = Unique.phone();
    List<String> holders = addUnseen(phone);

    way.stop(realm);
    way.begin(realm);

    assertThat(adopted().getList("conflicts.userId")).containsExactly(holders.get(1));
    assertThat(users.ownerOf(phone)).isEqualTo(holders.get(0));
    assertThat(holders)
        .allSatisfy(id -> assertThat(users.attribute(id, "phoneNumberVerified")).isNull());
  }

  @Test
  void dryRunBelievesAProofThatWasAddedUnseenNoMoreThanTheRunAfterIt() throws SQLException {
    String phone = Unique.phone();
    List<String> holders = addUnseen(phone);

    Way.DELETED.stop(realm);
    realm.admin().get(ADOPT).then().statusCode(404);
    realm.admin().body(Map.of("dryRun", true)).post(ADOPT).then().statusCode(202);
    assertThat(adopted().getList("conflicts.userId")).containsExactly(holders.get(1));
    Way.DELETED.begin(realm);

    JsonPath report = adopted();
    assertThat(report.getBoolean("dryRun")).isFalse();
    assertThat(report.getList("conflicts.userId")).containsExactly(holders.get(1));
    assertThat(users.attribute(holders.get(0), "phoneNumberVerified")).isNull();
  }

  /**
   * Two users, the oldest first, who were given this number and proofs of it while no node with the
   * extension was running. The reconciliation has not begun, and does not begin by itself.
   */
  private List<String> addUnseen(String phone) throws SQLException {
    adopted();
    List<String> holders = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String id = realm.createUser(TestUser.random().withoutPhone());
      holders.add(id);
      sql(
          "insert into user_attribute (id, user_id, name, value) values"
              + " (gen_random_uuid(), '%1$s', 'phoneNumber', '%2$s'),".formatted(id, phone)
              + " (gen_random_uuid(), '%s', 'phoneNumberVerified', 'true')".formatted(id));
    }
    sql(
        "update phone_identity_adoption set unseen = true, phase = 'READ', last = null,"
            + " finished_at = null, started_at = 4102444800000 where realm_id = "
            + id());
    return holders;
  }

  @ParameterizedTest
  @EnumSource
  void stoppingIsAnErrorInTheLogAndAnAdminEvent(Way way) {
    way.stop(realm);

    assertThat(realm.server().logs()).contains("Realm " + realm.name() + " no longer takes part");
    List<String> paths = realm.admin().get("/admin-events").jsonPath().getList("resourcePath");
    assertThat(paths).contains("phone-identity/stopped");
  }

  @Test
  void stoppingPastTheApiIsSeenAndTold() throws SQLException {
    sql(
        "update required_action_provider set enabled = false where provider_id = 'VERIFY_PHONE'"
            + " and realm_id = "
            + id());

    Awaitility.await("the realm has stopped")
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                realm.server().logs().contains("Realm " + realm.name() + " no longer takes part"));
    assertThat(realm.admin().get("/admin-events").jsonPath().getList("resourcePath", String.class))
        .containsOnlyOnce("phone-identity/stopped");
  }

  @Test
  void numberInQuarantineIsTakenUntilItIsOver() {
    realm.setPolicy(Map.of("released-number-quarantine", "30"));
    TestUser former = TestUser.random();
    String formerId = realm.createUser(former);
    assertThat(users.update(formerId, "phoneNumber", null).statusCode()).isEqualTo(204);

    Way.DISABLED.stop(realm);
    String id = realm.createUser(TestUser.random().withPhone(former.phone(), true));
    Way.DISABLED.begin(realm);

    JsonPath report = adopted();
    assertThat(report.getList("conflicts.userId")).containsExactly(id);
    assertThat(report.getList("conflicts.ownerId")).containsExactly(formerId);
    assertThat(report.getList("conflicts.reason")).containsExactly("taken");

    realm.setPolicy(Map.of("released-number-quarantine", "0"));
    realm.admin().post(ADOPT).then().statusCode(202);

    assertThat(adopted().getList("conflicts")).isEmpty();
    assertThat(users.ownerOf(former.phone())).isEqualTo(id);
  }

  /** Between the comparison of all values and the end of a run there may be minutes. */
  @Test
  void whatIsGivenUpDuringARunIsNotGivenBackByIt() throws SQLException {
    adopted();
    TestUser changed = TestUser.random();
    String changedId = realm.createUser(changed);
    TestUser removed = TestUser.random();
    String removedId = realm.createUser(removed);
    assertThat(users.update(changedId, "phoneNumber", Unique.phone()).statusCode()).isEqualTo(204);
    assertThat(users.update(removedId, "phoneNumber", null).statusCode()).isEqualTo(204);
    sql(
        "insert into phone_identity_adopted_value (realm_id, run, kind, claim_key, attribute_id,"
            + " user_id, created_at, standing, stored, state, told) select c.realm_id,"
            + " n.started_at, c.kind, c.claim_key, coalesce((select a.id from user_attribute a"
            + " where a.user_id = c.user_id and a.name = 'phoneNumber'), 'gone'), c.user_id, 0, 0,"
            + " c.claim_key, 'OPEN', false from phone_identity_claim c join phone_identity_adoption"
            + " n on n.realm_id = c.realm_id where c.attribute_id is null and c.realm_id = "
            + id());

    sql(
        "update phone_identity_adoption set phase = 'CONCLUDE', finished_at = null where realm_id ="
            + " "
            + id());

    adopted();
    realm.createUser(TestUser.random().withPhone(changed.phone(), true));
    realm.createUser(TestUser.random().withPhone(removed.phone(), true));
  }

  /** As an adoption does, which claims the values of many users in one transaction. */
  @Test
  void numberThatIsClaimedForItsUserAtTheSameMomentIsTheUsers() throws SQLException {
    TestUser user = TestUser.random().withoutPhone();
    String id = realm.createUser(user);
    String phone = Unique.phone();

    int status =
        realm
            .server()
            .database()
            .stop(
                "insert into phone_identity_claim (realm_id, kind, claim_key, user_id,"
                    + " attribute_id, claimed_at) select realm_id, 'phone', '%s', user_id,"
                        .formatted(phone)
                    + " attribute_id, 0 from phone_identity_claim where kind = 'nickname' and"
                    + " user_id = '%s'".formatted(id),
                "phone_identity_claim",
                () -> users.update(id, "phoneNumber", phone).statusCode(),
                Connection::commit);

    assertThat(status).isEqualTo(204);
    assertThat(users.ownerOf(phone)).isEqualTo(id);
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(phone);
  }

  private String id() {
    return "'" + realm.id() + "'";
  }

  private void sql(String statement) throws SQLException {
    try (Connection database = realm.server().database().connect();
        Statement own = database.createStatement()) {
      own.executeUpdate(statement);
    }
  }

  private JsonPath adopted() {
    Awaitility.await("adoption")
        .atMost(Duration.ofSeconds(30))
        .until(() -> realm.admin().get(ADOPT).jsonPath().getString("state"), "finished"::equals);
    return realm.admin().get(ADOPT).jsonPath();
  }
}
