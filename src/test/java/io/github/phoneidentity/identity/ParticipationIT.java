package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
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
  void stoppingIsAnErrorInTheLogAndAnAdminEvent(Way way) {
    way.stop(realm);

    assertThat(realm.server().logs()).contains("Realm " + realm.name() + " no longer takes part");
    List<String> paths = realm.admin().get("/admin-events").jsonPath().getList("resourcePath");
    assertThat(paths).contains("phone-identity/stopped");
  }

  private JsonPath adopted() {
    Awaitility.await("adoption")
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> realm.admin().get("/phone-identity/adopt").jsonPath().getString("state"),
            "finished"::equals);
    return realm.admin().get("/phone-identity/adopt").jsonPath();
  }
}
