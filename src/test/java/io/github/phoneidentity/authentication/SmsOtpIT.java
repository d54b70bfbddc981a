package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The second factor by SMS: enrolled by its user, asked for at the next login. */
class SmsOtpIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @Test
  void userEnrolsTheProvenNumberAndIsAskedForACodeAtTheNextLogin() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    Login enrolment = Login.forAction(REALM, new Browser(), "CONFIGURE_SMS_OTP").password(user);
    assertThat(enrolment.page().form().value("phone")).isEqualTo(user.phone());

    enrolment.type("phone", user.phone()).codeFrom(user.phone());

    assertThat(enrolment.actionStatus()).isEqualTo("success");
    assertThat(Factors.smsOf(REALM, id))
        .extracting(credential -> credential.get("userLabel"))
        .containsExactly("+82******" + user.phone().substring(9));
    Login login = Login.begin(REALM).password(user);
    assertThat(login.page().has("#code")).isTrue();
    login.codeFrom(user.phone(), 2);
    assertThat(login.tokens().idClaims().get("amr"))
        .asList()
        .containsExactlyInAnyOrder("pwd", "sms");
  }

  @Test
  void userWithoutTheFactorLogsInByPassword() {
    TestUser user = TestUser.random();
    REALM.createUser(user);

    Login login = Login.begin(REALM).password(user);

    assertThat(login.tokens().idClaims().get("amr")).asList().containsExactly("pwd");
  }

  @Test
  void reloadAndBackSendNothing() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);

    Login login = Login.begin(REALM).password(user).reload().reload();

    assertThat(login.page().has("#code")).isTrue();
    login.codeFrom(user.phone());
    login.done();
    assertThat(REALM.inbox().countFor(user.phone())).isEqualTo(1);
  }

  @Test
  void wrongCodeIsRejectedAndCanBeRetried() {
    TestUser user = TestUser.random();
    Factors.createUserWithSms(REALM, user);
    Login login = Login.begin(REALM).password(user);

    login.type("code", other(REALM.inbox().codeFor(user.phone())));

    assertThat(login.page().errorAt("code")).get().asString().contains("4");
    login.codeFrom(user.phone());
    login.done();
  }

  @Test
  void authenticatorAppAndTextMessageAreAlternatives() {
    TestUser user = TestUser.random();
    Factors.createUser(REALM, user, List.of(Factors.totp(), Factors.sms(user.phone(), true)));

    Login byApp = Login.begin(REALM).password(user);
    assertThat(byApp.page().has("#otp")).isTrue();
    byApp.type("otp", Factors.totpCode());
    byApp.done();

    Login bySms = Login.begin(REALM).password(user).tryAnotherWay("Text message");
    assertThat(bySms.page().has("#code")).isTrue();
    bySms.codeFrom(user.phone());
    assertThat(bySms.tokens().idClaims().get("amr")).asList().contains("sms");
  }

  @Test
  void resendKeepsTheWayThatWasChosen() {
    REALM.setPolicy(Map.of("resend-cooldown", "0"));
    TestUser user = TestUser.random();
    Factors.createUser(REALM, user, List.of(Factors.totp(), Factors.sms(user.phone(), true)));
    Login login = Login.begin(REALM).password(user).tryAnotherWay("Text message");
    REALM.inbox().awaitText(user.phone());

    login.press("resend");

    assertThat(login.page().has("#code")).isTrue();
    login.codeFrom(user.phone(), 2);
    login.done();
  }

  @Test
  void anyOfSeveralNumbersCanBeChosen() {
    TestUser user = TestUser.random();
    String second = Unique.phone();
    Factors.createUser(
        REALM, user, List.of(Factors.sms(user.phone(), true), Factors.sms(second, false)));
    Login login = Login.begin(REALM).password(user);
    REALM.inbox().awaitText(user.phone());

    login.press("selectedCredentialId");

    login.codeFrom(second);
    login.done();
    assertThat(REALM.inbox().countFor(user.phone())).isEqualTo(1);
  }

  @Test
  void changedByAnAdministratorTheOldNumberGetsNothingAndTheNewOneIsProvenByItsCode() {
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(REALM, user);
    String phone = Unique.phone();
    setPhone(id, phone);

    Login login = Login.begin(REALM).password(user);
    assertThat(login.page().has("#code")).isTrue();
    login.codeFrom(phone);

    login.done();
    assertThat(REALM.inbox().countFor(user.phone())).isZero();
    assertThat(REALM.user(id).getString("attributes.phoneNumberVerified[0]")).isEqualTo("true");
    assertThat(Factors.smsOf(REALM, id).get(0).get("credentialData").toString()).contains(phone);
  }

  @Test
  void changedByAnAdministratorAndProvenAtLoginTheNumberIsTheFactorsToo() {
    TestUser user = TestUser.random();
    String id =
        Factors.createUser(REALM, user, List.of(Factors.totp(), Factors.sms(user.phone(), true)));
    String phone = Unique.phone();
    setPhone(id, phone);

    Login login = Login.begin(REALM).password(user).type("otp", Factors.totpCode());
    assertThat(login.page().title()).isEqualTo("Enter the code");
    login.codeFrom(phone).done();

    assertThat(Factors.smsOf(REALM, id))
        .singleElement()
        .satisfies(
            factor ->
                assertThat(factor).containsEntry("userLabel", "+82******" + phone.substring(9)));
  }

  @Test
  void removedByAnAdministratorTheNumberLetsNobodyIn() {
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(REALM, user);
    setPhone(id, null);

    Page page = Login.begin(REALM).password(user).page();

    assertThat(page.isRedirect()).isFalse();
    assertThat(page.message()).get().asString().contains("has been removed");
    assertThat(REALM.inbox().countFor(user.phone())).isZero();
  }

  @Test
  void otherContactsAreToldOfAFactorThatIsAddedAndRemoved() {
    REALM.sendMail();
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String phone = Unique.phone();
    String masked = "+82******" + phone.substring(9);

    Login.forAction(REALM, new Browser(), "CONFIGURE_SMS_OTP")
        .password(user)
        .type("phone", phone)
        .codeFrom(phone)
        .done();

    assertThat(REALM.inbox().awaitText(user.phone()).text()).contains(masked);
    assertThat(REALM.mail().awaitMail(user.email()).text()).contains(masked).doesNotContain(phone);

    Object factor = Factors.smsOf(REALM, id).get(0).get("id");
    Login removal =
        Login.forAction(REALM, new Browser(), "delete_credential:" + factor)
            .password(user)
            .codeFrom(phone, 2);
    removal.goTo(removal.page().form("form:has([name=accept])").submit("accept")).done();

    assertThat(REALM.mail().awaitMail(user.email(), 2).subject()).contains("removed");
    assertThat(REALM.inbox().awaitText(user.phone(), 2).text()).contains(masked);
  }

  @Test
  void numberEnrolledThatIsOnFileTellsTheMailAlone() {
    REALM.sendMail();
    TestUser user = TestUser.random();
    REALM.createUser(user);

    Login.forAction(REALM, new Browser(), "CONFIGURE_SMS_OTP")
        .password(user)
        .type("phone", user.phone())
        .codeFrom(user.phone())
        .done();

    assertThat(REALM.mail().awaitMail(user.email()).subject()).contains("added");
    assertThat(REALM.inbox().countFor(user.phone())).isOne();
  }

  private static void setPhone(String id, String phone) {
    Map<String, Object> user = new HashMap<>(REALM.user(id).getMap("$"));
    Map<String, Object> attributes = new HashMap<>(REALM.user(id).getMap("attributes"));
    attributes.remove("phoneNumberVerified");
    attributes.put("phoneNumber", phone == null ? List.of() : List.of(phone));
    user.put("attributes", attributes);
    REALM.admin().body(user).put("/users/{id}", id).then().statusCode(204);
  }

  private static String other(String code) {
    return code.equals("000000") ? "111111" : "000000";
  }
}
