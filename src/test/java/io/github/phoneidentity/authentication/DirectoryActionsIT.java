package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Directory;
import io.github.phoneidentity.testing.Federation;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of an imported directory prove and change: nothing is written into the directory. */
@ParameterizedClass
@ValueSource(strings = {"READ_ONLY", "UNSYNCED", "WRITABLE"})
@TestInstance(Lifecycle.PER_CLASS)
class DirectoryActionsIT {

  @Parameter private String editMode;

  private Directory directory;
  private TestRealm realm;
  private Federation federation;

  @BeforeParameterizedClassInvocation
  void federate() {
    directory = Directory.start();
    realm = TestRealm.create();
    federation = Federation.importing(realm, directory, editMode);
  }

  @AfterParameterizedClassInvocation
  void close() {
    realm.close();
    directory.close();
  }

  @Test
  void numberOfTheDirectoryIsProvenAtLogin() {
    TestUser user = TestUser.random();
    directory.add(user, Unique.national(user.phone()));
    var entry = directory.entry(user);

    Login login = Login.begin(realm).password(user).codeFrom(user.phone());

    assertThat(login.tokens().idClaims())
        .containsEntry("phone_number", user.phone())
        .containsEntry("phone_number_verified", true);
    federation.sync();
    assertThat(realm.passwordGrant(user.phone(), user.password()).statusCode()).isEqualTo(200);
    assertThat(directory.entry(user)).isEqualTo(entry);
    assertThat(realm.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void anotherNumberComesIntoTheCopyOrNowhere() {
    TestUser user = TestUser.random();
    directory.add(user, user.phone());
    var entry = directory.entry(user);
    Browser browser = new Browser();
    Login.begin(realm, browser).password(user).codeFrom(user.phone()).done();

    Login login = Login.forAction(realm, browser, "UPDATE_PHONE");

    if (editMode.equals("UNSYNCED")) {
      changeTheCopy(login, user);
    } else {
      assertThat(login.page().status()).isEqualTo(400);
      assertThat(login.page().text()).contains("comes from the directory of your organization");
      assertThat(realm.events("CUSTOM_REQUIRED_ACTION_ERROR"))
          .anySatisfy(
              event -> assertThat(event).containsEntry("error", "phone_managed_by_directory"));
    }
    assertThat(directory.entry(user)).isEqualTo(entry);
  }

  /** It lasts until the next synchronisation. */
  private void changeTheCopy(Login login, TestUser user) {
    String another = Unique.phone();
    assertThat(login.type("phone", another).codeFrom(another).tokens().idClaims())
        .containsEntry("phone_number", another)
        .containsEntry("phone_number_verified", true);
    federation.sync();
    assertThat(attribute(user, "phoneNumber")).isEqualTo(user.phone());
    assertThat(attribute(user, "phoneNumberVerified")).isNull();
  }

  @Test
  void valueThatIsLeftOffAndArrivesLaterIsNotWrittenIntoTheDirectory() {
    TestUser owner = TestUser.random();
    String ownerId = realm.createUser(owner);
    TestUser user = TestUser.random();
    directory.add(user, Unique.national(owner.phone()));
    var entry = directory.entry(user);

    federation.sync();
    assertThat(attribute(user, "phoneNumber")).isNull();
    assertThat(directory.entry(user)).isEqualTo(entry);

    revoke(owner.phone());
    assertThat(realm.user(ownerId).getList("attributes.phoneNumber")).isNull();
    assertThat(attribute(user, "phoneNumber")).isEqualTo(owner.phone());
    assertThat(directory.entry(user)).isEqualTo(entry);
  }

  @Test
  void numbersThatAreSwappedAreNotWrittenIntoTheDirectory() {
    TestUser one = TestUser.random();
    TestUser other = TestUser.random();
    directory.add(one, Unique.national(one.phone()));
    directory.add(other, Unique.national(other.phone()));
    federation.sync();
    directory.modify(one, "mobile", Unique.national(other.phone()));
    directory.modify(other, "mobile", Unique.national(one.phone()));
    var entries = List.of(directory.entry(one), directory.entry(other));

    federation.sync();

    assertThat(attribute(one, "phoneNumber")).isEqualTo(other.phone());
    assertThat(attribute(other, "phoneNumber")).isEqualTo(one.phone());
    assertThat(List.of(directory.entry(one), directory.entry(other))).isEqualTo(entries);
  }

  @Test
  void numberThatAnAdministratorRevokesStaysInTheDirectory() {
    TestUser user = TestUser.random();
    directory.add(user, Unique.national(user.phone()));
    var entry = directory.entry(user);
    federation.sync();
    assertThat(attribute(user, "phoneNumber")).isEqualTo(user.phone());

    revoke(user.phone());

    assertThat(attribute(user, "phoneNumber")).isNull();
    assertThat(directory.entry(user)).isEqualTo(entry);
    federation.sync();
    assertThat(attribute(user, "phoneNumber")).isEqualTo(user.phone());
    assertThat(directory.entry(user)).isEqualTo(entry);
  }

  private void revoke(String phone) {
    realm
        .admin()
        .queryParam("phone", phone)
        .delete("/phone-identity/claims")
        .then()
        .statusCode(204);
  }

  /** A landline gets no text messages. */
  @Test
  void numberThatCanNeitherBeProvenNorReplacedIsNotAskedFor() {
    TestUser user = TestUser.random();
    directory.add(user, "02-3123-" + user.phone().substring(9));

    Login login = Login.begin(realm).password(user);

    boolean replaceable = editMode.equals("UNSYNCED");
    assertThat(login.isDone()).isEqualTo(!replaceable);
    assertThat(login.page().has("input[name=phone]")).isEqualTo(replaceable);
    assertThat(realm.passwordGrant(user.username(), user.password()).statusCode())
        .isEqualTo(replaceable ? 400 : 200);
    assertThat(attribute(user, "phoneNumber")).isEqualTo("+8223123" + user.phone().substring(9));
    assertThat(attribute(user, "phoneNumberVerified")).isNull();
  }

  /** Keycloak adds entries in edit mode {@code WRITABLE} only. */
  @Test
  void signUpByPhoneThatWouldBeWrittenIntoTheDirectoryIsRefused() {
    federation.syncRegistrations();
    TestUser user = TestUser.random();

    SignUp signUp = SignUp.begin(realm);
    if (editMode.equals("WRITABLE")) {
      assertThat(signUp.page().status()).isEqualTo(400);
      assertThat(signUp.page().text()).contains("Sign-up by phone is switched off here");
      assertThat(new RestApi(realm).send("registration", user.phone()).statusCode()).isEqualTo(403);
      assertThat(realm.userIds(Map.of("username", user.username()))).isEmpty();
      assertThat(realm.inbox().countFor(user.phone())).isZero();
    } else {
      signUp.prove(user.phone()).fill(user).done();
    }
    assertThat(directory.has(user)).isFalse();
  }

  @Test
  void userWithoutANumberInTheDirectoryIsNotAskedForOne() {
    TestUser user = TestUser.random();
    directory.add(user);

    assertThat(Login.begin(realm).password(user).isDone()).isTrue();
  }

  @Test
  void proofThatTheUserWritesIsNone() {
    Map<String, Object> profile =
        new HashMap<>(realm.admin().get("/users/profile").jsonPath().getMap("$"));
    List<Map<String, Object>> attributes = (List<Map<String, Object>>) profile.get("attributes");
    attributes.removeIf(one -> one.get("name").toString().startsWith("phoneNumber"));
    profile.put("unmanagedAttributePolicy", "ENABLED");
    realm.admin().body(profile).put("/users/profile").then().statusCode(200);
    TestUser user = TestUser.random();
    directory.add(user);
    String token =
        Tokens.of(realm, realm.passwordGrant(user.username(), user.password())).accessToken();

    save(
        token,
        Map.of("phoneNumber", List.of(user.phone()), "phoneNumberVerified", List.of("true")));
    save(
        token,
        Map.of("phoneNumber", List.of(user.phone()), "phoneNumberVerified", List.of("true")));

    assertThat(attribute(user, "phoneNumberVerified")).isNull();
  }

  private void save(String token, Map<String, List<String>> values) {
    Map<String, Object> body =
        new HashMap<>(
            realm
                .request()
                .auth()
                .oauth2(token)
                .accept("application/json")
                .get("/account")
                .path("$"));
    Map<String, Object> attributes = new HashMap<>((Map<String, Object>) body.get("attributes"));
    attributes.putAll(values);
    body.put("attributes", attributes);
    realm
        .request()
        .auth()
        .oauth2(token)
        .accept("application/json")
        .contentType("application/json")
        .body(body)
        .post("/account")
        .then()
        .statusCode(editMode.equals("READ_ONLY") ? 400 : 204);
  }

  private String attribute(TestUser user, String name) {
    List<String> values = realm.userNamed(user.username()).getList("attributes." + name);
    return values == null ? null : values.get(0);
  }
}
