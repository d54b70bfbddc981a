package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A realm that asks for a phone number and an e-mail address before there is an account. */
class BothContactsIT {

  private static final String PHONE_PAGE = "Sign up with your phone number";
  private static final String EMAIL_PAGE = "Sign up with your email address";

  @AutoClose
  private static final TestRealm REALM =
      TestRealm.create(realm -> Flows.proveBoth(realm, false, false));

  @AutoClose
  private static final TestRealm OPTIONAL =
      TestRealm.create(realm -> Flows.proveBoth(realm, true, true));

  private final TestUser user = TestUser.random();

  @BeforeAll
  static void sendMail() {
    REALM.sendMail();
    OPTIONAL.sendMail();
  }

  @Test
  void bothAreProvenAndBothAreTold() {
    SignUp signUp = SignUp.begin(REALM).prove(user.phone());
    assertThat(signUp.page().title()).isEqualTo(EMAIL_PAGE);
    assertThat(signUp.page().has("[name=skip]")).isFalse();
    signUp.proveEmail(user.email());
    assertThat(signUp.page().form().value("email")).isEqualTo(user.email());

    assertThat(signUp.fill(user).tokens().idClaims())
        .containsEntry("phone_number", user.phone())
        .containsEntry("phone_number_verified", true)
        .containsEntry("email", user.email())
        .containsEntry("email_verified", true);
    assertThat(new Rows(REALM).states(user.phone())).containsExactly("SPENT");
    assertThat(new Rows(REALM).states(user.email())).containsExactly("SPENT");
  }

  @Test
  void codeOfOneContactIsWrongForTheOther() {
    SignUp signUp = SignUp.begin(REALM).phone(user.phone());
    String text = REALM.inbox().codeFor(user.phone());
    signUp.code(text).email(user.email());
    String mail = REALM.mail().codeFor(user.email());

    if (!mail.equals(text)) {
      assertThat(signUp.code(text).page().errorAt("code")).isPresent();
    }
    assertThat(signUp.code(mail).page().title()).isEqualTo("Create your account");
  }

  @Test
  void formNeedsBothProofs() {
    SignUp proven = SignUp.begin(REALM).prove(TestUser.random().phone());
    Page skipped = proven.page().form().without("email").type("skip", "true").submit();

    assertThat(skipped.title()).isEqualTo(EMAIL_PAGE);
    assertThat(skipped.has("#kc-register-form")).isFalse();
  }

  @Test
  void addressTakenMeanwhileIsAskedForAgainAndTheNumberIsNot() {
    SignUp signUp = SignUp.begin(REALM).prove(user.phone()).proveEmail(user.email());
    TestUser faster = TestUser.random();
    REALM
        .admin()
        .body(Map.of("username", faster.username(), "email", user.email(), "enabled", true))
        .post("/users")
        .then()
        .statusCode(201);

    signUp.fill(user);

    assertThat(signUp.page().title()).isEqualTo(EMAIL_PAGE);
    assertThat(signUp.page().text()).contains("This email address already has an account.");
    TestUser other = TestUser.random();
    signUp.proveEmail(other.email());
    assertThat(signUp.page().title()).isEqualTo("Create your account");
    assertThat(signUp.page().form().value("email")).isEqualTo(other.email());
    assertThat(signUp.fill(other).tokens().idClaims())
        .containsEntry("phone_number", user.phone())
        .containsEntry("email", other.email());
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  @Test
  void numberTakenMeanwhileIsAskedForAgainAndTheAddressIsNot() {
    SignUp signUp = SignUp.begin(REALM).prove(user.phone()).proveEmail(user.email());
    REALM.createUser(TestUser.random().withPhone(user.phone(), true));

    signUp.fill(user);

    assertThat(signUp.page().title()).isEqualTo(PHONE_PAGE);
    assertThat(signUp.page().text()).contains("This phone number already has an account.");
    TestUser other = TestUser.random();
    signUp.prove(other.phone());
    assertThat(signUp.page().title()).isEqualTo("Create your account");
    assertThat(signUp.fill(user).tokens().idClaims())
        .containsEntry("phone_number", other.phone())
        .containsEntry("email_verified", true);
    assertThat(REALM.mail().mailsTo(user.email())).hasSize(1);
  }

  @Test
  void otherNodeFinishesWhatOneBegan() {
    KeycloakServer second = REALM.server().secondNode();
    SignUp signUp = SignUp.begin(REALM).on(second).type("phone", user.phone());
    signUp.on(REALM.server()).type("code", REALM.inbox().codeFor(user.phone()));
    signUp.on(second).type("email", user.email());
    signUp.on(REALM.server()).type("code", REALM.mail().codeFor(user.email()));

    assertThat(signUp.page().title()).isEqualTo("Create your account");
    assertThat(signUp.fill(user).tokens().idClaims())
        .containsEntry("phone_number_verified", true)
        .containsEntry("email_verified", true);
  }

  @Test
  void numberCanBeSkippedAndTheAddressProven() {
    SignUp signUp = SignUp.begin(OPTIONAL).press("skip");
    assertThat(signUp.page().title()).isEqualTo(EMAIL_PAGE);

    assertThat(signUp.proveEmail(user.email()).fill(user).tokens().idClaims())
        .doesNotContainKey("phone_number")
        .containsEntry("email_verified", true);
  }

  @Test
  void addressCanBeSkippedAndTheNumberProven() {
    SignUp signUp = SignUp.begin(OPTIONAL).prove(user.phone()).press("skip");

    assertThat(signUp.fill(user).tokens().idClaims())
        .containsEntry("phone_number", user.phone())
        .containsEntry("email", user.email())
        .containsEntry("email_verified", false);
  }

  @Test
  void bothCanBeSkipped() {
    SignUp signUp = SignUp.begin(OPTIONAL).press("skip").press("skip");

    assertThat(signUp.fill(user).tokens().idClaims())
        .doesNotContainKeys("phone_number", "phone_number_verified")
        .containsEntry("email_verified", false);
  }

  @Test
  void skippingAfterACodeWasSentGivesTheContactUp() {
    SignUp signUp = SignUp.begin(OPTIONAL).phone(user.phone());
    REALM.inbox().awaitText(user.phone());

    signUp.press("change").press("skip").press("skip");

    assertThat(signUp.fill(user).tokens().idClaims()).doesNotContainKey("phone_number");
  }

  @Test
  void proofThatExpiredMeanwhileIsAskedForAgainWhereItIsOptionalToo() {
    SignUp signUp = SignUp.begin(OPTIONAL).prove(user.phone()).press("skip");
    new Rows(OPTIONAL).expire(user.phone());

    signUp.fill(user);

    assertThat(signUp.page().title()).isEqualTo(PHONE_PAGE);
    assertThat(signUp.page().text()).contains("expired or was already used");
    assertThat(OPTIONAL.userIds(Map.of("username", user.username()))).isEmpty();
    assertThat(signUp.press("skip").fill(user).tokens().idClaims())
        .doesNotContainKey("phone_number");
  }
}
