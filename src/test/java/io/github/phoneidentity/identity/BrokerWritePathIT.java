package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identity brokering: a value that cannot be owned is left off, and the login succeeds. */
class BrokerWritePathIT extends WritePath {

  private Brokering brokering;

  @BeforeParameterizedClassInvocation
  void openTheProvider() {
    brokering = Brokering.of(realm);
  }

  @AfterParameterizedClassInvocation
  void closeTheProvider() {
    brokering.close();
  }

  @Test
  void broughtValuesAreCanonicalAndOwned() {
    TestUser user = TestUser.random();
    String phone = user.phone();
    brokering.provider().createUser(user.withPhone(Unique.national(phone), true));

    String id = brokering.login(user);

    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(phone);
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.create(TestUser.random().withPhone(phone, false)).statusCode()).isEqualTo(400);
  }

  @Test
  void takenNumberIsLeftOffAndAnEventSaysSo() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    TestUser user = TestUser.random();
    brokering.provider().createUser(user.withPhone(Unique.national(owner.phone()), true));

    String id = brokering.login(user);

    assertThat(users.attribute(id, "phoneNumber")).isNull();
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    assertThat(users.attribute(id, "nickname")).isEqualTo(user.nickname());
    assertThat(realm.events("UPDATE_PROFILE_ERROR"))
        .anySatisfy(
            event -> {
              assertThat(event).containsEntry("error", "brokered_value_left_off");
              assertThat(event).containsEntry("userId", id);
              assertThat(event.get("details")).asString().contains("phoneNumber", "taken");
            });
  }

  @Test
  void invalidNumberIsLeftOff() {
    TestUser user = TestUser.random();
    brokering.provider().createUser(user.withPhone("call me", true));

    String id = brokering.login(user);

    assertThat(users.attribute(id, "phoneNumber")).isNull();
  }

  @Test
  void laterLoginTakesTheNewNumberWithoutItsProof() {
    TestUser user = TestUser.random();
    String idAtProvider = brokering.provider().createUser(user);
    String id = brokering.login(user);
    String another = Unique.phone();
    brokering.update(idAtProvider, "phoneNumber", Unique.national(another));

    assertThat(brokering.begin(user).title()).isEqualTo("Enter the code");

    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(another);
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    realm.createUser(TestUser.random().withPhone(user.phone(), true));
  }

  @Test
  void laterLoginWithATakenNumberKeepsTheFormerOneAndItsProof() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    TestUser user = TestUser.random();
    String idAtProvider = brokering.provider().createUser(user);
    String id = brokering.login(user);
    brokering.update(idAtProvider, "phoneNumber", owner.phone());

    brokering.login(user);

    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.create(TestUser.random().withPhone(user.phone(), false)).statusCode())
        .isEqualTo(400);
  }

  @Test
  void takenNumberLeavesTheRequiredActionOfAUserWithoutANumber() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    TestUser user = TestUser.random();
    String idAtProvider = brokering.provider().createUser(user);
    String id = brokering.login(user);
    brokering.update(idAtProvider, "phoneNumber", null);
    brokering.login(user);
    Map<String, Object> asked = new HashMap<>(realm.user(id).getMap(""));
    asked.put("requiredActions", List.of("VERIFY_PHONE"));
    realm.admin().body(asked).put("/users/{id}", id).then().statusCode(204);
    brokering.update(idAtProvider, "phoneNumber", owner.phone());

    assertThat(brokering.begin(user).title()).isEqualTo("Verify your phone number");
    assertThat(realm.user(id).getList("requiredActions")).containsExactly("VERIFY_PHONE");
  }

  @Test
  void laterLoginChangesTheNicknameUnlessItIsTaken() {
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    TestUser user = TestUser.random();
    String idAtProvider = brokering.provider().createUser(user);
    String id = brokering.login(user);
    String another = Unique.letters(9);

    brokering.update(idAtProvider, "nickname", another);
    brokering.login(user);
    assertThat(users.attribute(id, "nickname")).isEqualTo(another);
    realm.createUser(TestUser.random().withNickname(user.nickname()));

    brokering.update(idAtProvider, "nickname", owner.nickname());
    brokering.login(user);
    assertThat(users.attribute(id, "nickname")).isEqualTo(another);
  }

  @Test
  void brokersFalseIsNeitherStoredNorAsksForAnything() {
    TestUser user = TestUser.random();
    String idAtProvider = brokering.provider().createUser(user.withPhone(user.phone(), false));
    brokering.update(idAtProvider, "phoneNumberVerified", "false");

    // The page that VERIFY_PHONE shows, and none that asks for the profile.
    assertThat(brokering.begin(user).title()).isEqualTo("Enter the code");

    String id = users.named(user.username()).get(0);
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(user.phone());
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    assertThat(users.update(id, "firstName", "Other").statusCode()).isEqualTo(204);
  }

  @Test
  void laterTrueOfAnUnchangedNumberDoesNotCount() {
    TestUser user = TestUser.random();
    String idAtProvider = brokering.provider().createUser(user.withPhone(user.phone(), false));
    brokering.begin(user);
    String id = users.named(user.username()).get(0);
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();

    brokering.update(idAtProvider, "phoneNumberVerified", "true");
    assertThat(brokering.begin(user).title()).isEqualTo("Enter the code");

    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
  }

  @Test
  void laterFalseOfAnUnchangedNumberLeavesTheUsersOwnProof() {
    TestUser user = TestUser.random();
    String idAtProvider = brokering.provider().createUser(user);
    String id = brokering.login(user);

    brokering.update(idAtProvider, "phoneNumberVerified", "false");
    brokering.login(user);

    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"True", "TRUE", "1", " true"})
  void nothingButTrueIsAProof(String sent) {
    TestUser user = TestUser.random();
    String idAtProvider = brokering.provider().createUser(user.withPhone(user.phone(), false));
    brokering.update(idAtProvider, "phoneNumberVerified", sent);

    assertThat(brokering.begin(user).title()).isEqualTo("Enter the code");

    String id = users.named(user.username()).get(0);
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    assertThat(brokering.begin(user).title()).as("a later login").isEqualTo("Enter the code");
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
  }

  @Test
  void laterMisspeltTrueOfAnUnchangedNumberLeavesTheUsersOwnProofAndItsDate() {
    TestUser user = TestUser.random();
    String idAtProvider = brokering.provider().createUser(user.withPhone(user.phone(), false));
    Page page = brokering.begin(user);
    page.form().type("code", realm.inbox().codeFor(user.phone())).submit();
    String id = users.named(user.username()).get(0);
    String provenAt = users.attribute(id, "phoneNumberVerifiedAt");
    assertThat(provenAt).isNotNull();

    brokering.update(idAtProvider, "phoneNumberVerified", "True");
    brokering.login(user);

    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.attribute(id, "phoneNumberVerifiedAt")).isEqualTo(provenAt);
  }

  @Test
  void changedNumberIsProvenByNoLaterLoginButByItsUser() {
    TestUser user = TestUser.random();
    String idAtProvider = brokering.provider().createUser(user);
    String id = brokering.login(user);
    String another = Unique.phone();
    brokering.update(idAtProvider, "phoneNumber", another);

    Page page = brokering.begin(user);
    assertThat(page.title()).isEqualTo("Enter the code");
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();

    page.form().type("code", realm.inbox().awaitText(another, 1).code()).submit();
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    String provenAt = users.attribute(id, "phoneNumberVerifiedAt");
    brokering.update(idAtProvider, "phoneNumberVerified", null);
    brokering.login(user);
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(another);
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.attribute(id, "phoneNumberVerifiedAt")).isEqualTo(provenAt);
  }

  @Test
  void numberThatTheProviderNoLongerSendsGoesWithItsProof() {
    TestUser user = TestUser.random();
    String idAtProvider = brokering.provider().createUser(user);
    String id = brokering.login(user);
    brokering.update(idAtProvider, "phoneNumber", null);

    brokering.login(user);

    assertThat(users.attribute(id, "phoneNumber")).isNull();
    assertThat(users.attribute(id, "phoneNumberVerified")).isNull();
    realm.createUser(TestUser.random().withPhone(user.phone(), true));
  }

  @Test
  void usernameThatIsAnothersPhoneIsRefusedOnReviewProfile() {
    TestUser user = TestUser.random().withUsername(Unique.phoneAsName().substring(1));
    brokering.provider().createUser(user);
    AppLogin login = realm.login().with("kc_idp_hint", "other");

    Page review = Brokering.password(login.start(new Browser()), user);
    assertThat(review.form().value("username")).isEqualTo(user.username());
    Page again = review.form().submit();
    assertThat(again.errorAt("username")).isPresent();
    String name = TestUser.random().username();
    Page done = again.form().type("username", name).submit();

    String id = (String) login.finish(done).idClaims().get("sub");
    assertThat(realm.user(id).getString("username")).isEqualTo(name);
  }
}
