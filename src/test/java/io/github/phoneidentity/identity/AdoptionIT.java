package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A realm that had users before it took part. */
class AdoptionIT {

  private static final int CROWD = 20_000;
  private static final int IMPORT = 5_000;

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
    assertThat(realm.passwordGrant(user.phone(), user.password()).statusCode()).isEqualTo(200);
    assertThat(realm.passwordGrant(user.nickname(), user.password()).statusCode()).isEqualTo(200);
  }

  @Test
  void oldestVerifiedOwnerKeepsTheNumberAndNothingElseIsChanged() {
    String phone = Unique.phone();
    String oldest = realm.createUser(TestUser.random().withPhone(Unique.national(phone), false));
    TestUser verified = TestUser.random().withPhone(phone, true);
    realm.createUser(verified);
    TestUser laterVerified = TestUser.random().withPhone(phone, true);
    String last = realm.createUser(laterVerified);

    takePart();

    assertThat(users.attribute(oldest, "phoneNumber")).isEqualTo(Unique.national(phone));
    assertThat(users.attribute(last, "phoneNumber")).isEqualTo(phone);
    assertThat(users.attribute(last, "phoneNumberVerified")).isEqualTo("true");
    assertThat(realm.passwordGrant(phone, verified.password()).statusCode()).isEqualTo(200);
    assertThat(realm.passwordGrant(phone, laterVerified.password()).statusCode()).isEqualTo(401);
    assertThat(realm.server().log()).contains("user " + last + ": attribute phoneNumber is taken");
    assertThat(users.update(last, "nickname", Unique.letters(9)).statusCode()).isEqualTo(204);
  }

  @Test
  void twentyThousandUsersAreAdoptedWhileLoginsGoOn() {
    TestUser reader = TestUser.random();
    realm.createUser(reader);
    for (int i = 0; i < CROWD; i += IMPORT) {
      importCrowd();
    }

    participate();
    Awaitility.await("adoption")
        .atMost(Duration.ofMinutes(3))
        .until(
            () -> {
              assertThat(realm.passwordGrant(reader.username(), reader.password()).statusCode())
                  .isEqualTo(200);
              return isAdopted();
            });

    assertThat(realm.server().log())
        .contains("Adopted realm " + realm.name() + ": " + (CROWD + 1) + " users, 0 conflicts");
  }

  private void importCrowd() {
    List<Map<String, Object>> crowd =
        Stream.generate(TestUser::random)
            .limit(IMPORT)
            .map(user -> user.withPhone(Unique.national(user.phone()), false))
            .map(TestUser::representation)
            .map(HashMap::new)
            .peek(user -> user.remove("credentials"))
            .map(user -> (Map<String, Object>) user)
            .toList();
    realm
        .admin()
        .body(Map.of("ifResourceExists", "FAIL", "users", crowd))
        .post("/partialImport")
        .then()
        .statusCode(200);
  }

  private void takePart() {
    participate();
    Awaitility.await("adoption").atMost(Duration.ofSeconds(30)).until(this::isAdopted);
  }

  private boolean isAdopted() {
    return realm.server().log().contains("Adopted realm " + realm.name() + ":");
  }

  private void participate() {
    Map<String, Object> action =
        new HashMap<>(
            realm.admin().get("/authentication/required-actions/VERIFY_PHONE").jsonPath().get());
    action.put("enabled", true);
    realm
        .admin()
        .body(action)
        .put("/authentication/required-actions/VERIFY_PHONE")
        .then()
        .statusCode(204);
  }
}
