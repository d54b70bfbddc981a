package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** The paths that prove a number: sign-up in the browser and by REST, and the required actions. */
class FlowWritePathIT extends WritePath {

  @BeforeParameterizedClassInvocation
  void letTextsGoWithoutACooldown() {
    realm.setPolicy(Map.of("resend-cooldown", "0"));
  }

  @Test
  void signUpOwnsItsCanonicalValues() {
    TestUser user = TestUser.random();

    assertThat(AppLogin.isBackAtApp(signUp(user))).isTrue();

    assertOwns(users.named(user.username()).get(0), user);
  }

  @Test
  void signUpWithATakenNicknameIsAnErrorOfItsFieldAndMakesNoUser() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    TestUser user = TestUser.random().withNickname(owner.nickname());

    Page page = signUp(user);

    assertThat(page.errorAt("nickname")).isPresent();
    assertThat(users.named(user.username())).isEmpty();
  }

  @Test
  void signUpWithATakenNumberEndsWhenItIsProven() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);

    Page page = SignUp.begin(realm).prove(owner.phone()).page();

    assertThat(page.has("input[name=username]")).isFalse();
    assertOwns(users.named(owner.username()).get(0), owner);
  }

  @Test
  void restOwnsItsCanonicalValues() {
    TestUser user = TestUser.random();

    Response answer = register(user);

    assertThat(answer.statusCode()).isEqualTo(201);
    assertOwns(answer.path("id"), user);
  }

  @Test
  void restNamesTheFieldThatIsTakenAndMakesNoUser() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    TestUser nickname = TestUser.random().withNickname(owner.nickname());
    TestUser phone = TestUser.random().withPhone(owner.phone(), true);

    register(nickname).then().statusCode(409);
    assertThat(register(nickname).<String>path("field")).isEqualTo("nickname");
    register(phone).then().statusCode(409);

    assertThat(users.named(nickname.username())).isEmpty();
    assertThat(users.named(phone.username())).isEmpty();
  }

  @Test
  void changedNumberIsOwnedWithItsProofAndFreesTheFormer() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user);
    TestUser changed = user.withPhone(Unique.phone(), true);

    Page page = prove(action("UPDATE_PHONE", user), changed.phone());

    assertThat(AppLogin.isBackAtApp(page)).isTrue();
    assertOwns(id, changed);
    realm.createUser(TestUser.random().withPhone(user.phone(), true));
  }

  @Test
  void changeToATakenNumberChangesNothing() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    TestUser user = TestUser.random();
    String id = realm.createUser(user);

    Page page = prove(action("UPDATE_PHONE", user), owner.phone());

    assertThat(page.errorAt("phone")).isPresent();
    assertOwns(id, user);
  }

  @Test
  void numberOnFileStaysItsUsersWhenItIsProven() {
    TestUser user = TestUser.random();
    String id = realm.createUser(user.withPhone(user.phone(), false));
    Page page = Brokering.password(realm.login().start(new Browser()), user);

    page.form().type("code", realm.inbox().codeFor(user.phone())).submit();

    assertOwns(id, user);
  }

  private void assertOwns(String id, TestUser user) {
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    for (Map.Entry<String, String> owned :
        Map.of("phone", user.phone(), "nickname", user.nickname()).entrySet()) {
      String owner =
          realm
              .admin()
              .queryParam(owned.getKey(), owned.getValue())
              .get("/phone-identity/claims")
              .path("userId");
      assertThat(owner).as("owner of the %s", owned.getKey()).isEqualTo(id);
    }
  }

  private Page signUp(TestUser user) {
    return SignUp.begin(realm).prove(user.phone()).fill(user).page();
  }

  private Page action(String name, TestUser user) {
    return Brokering.password(realm.login().with("kc_action", name).start(new Browser()), user);
  }

  private Page prove(Page page, String phone) {
    int before = realm.inbox().countFor(phone);
    Page asking = page.form().type("phone", Unique.national(phone)).submit();
    return asking.form().type("code", realm.inbox().awaitText(phone, before + 1).code()).submit();
  }

  private Response register(TestUser user) {
    RestApi rest = new RestApi(realm);
    return rest.register(RestApi.form(user, rest.prove("registration", user.phone())));
  }

  /** Where no validator says it, it is no conflict all the same. */
  @Test
  void restNamesTheFieldThatNobodyCouldHave() {
    try (TestRealm realm = TestRealm.create(RealmUsers::withoutValidators)) {
      RestApi rest = new RestApi(realm);
      TestUser user = TestUser.random();
      String proof = rest.prove("registration", user.phone());
      for (String field : List.of("nickname", "username")) {
        Map<String, Object> form = RestApi.form(user, proof);
        form.put(field, Unique.phoneAsName());

        rest.register(form)
            .then()
            .statusCode(400)
            .body("error", equalTo("validation_failed"), "errors.field", contains(field));
      }
      rest.register(RestApi.form(user, proof)).then().statusCode(201);
    }
  }
}
