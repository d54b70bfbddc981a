package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.MailInbox;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A user changes the number, and the former contacts are told. */
class UpdatePhoneIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @BeforeAll
  static void sendMail() {
    REALM.sendMail();
  }

  @Test
  void userProvesANewNumberAndTheAppLearnsIt() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    String phone = Unique.phone();
    Instant before = Instant.now();

    Login login =
        Login.forAction(REALM, new Browser(), "UPDATE_PHONE")
            .password(user)
            .type("phone", Unique.national(phone))
            .codeFrom(phone);

    assertThat(login.actionStatus()).isEqualTo("success");
    assertThat(login.tokens().idClaims())
        .containsEntry("phone_number", phone)
        .containsEntry("phone_number_verified", true);
    assertThat(Instant.parse(REALM.user(id).getString("attributes.phoneNumberVerifiedAt[0]")))
        .isBetween(before.minus(Duration.ofSeconds(5)), before.plus(Duration.ofMinutes(1)));
  }

  @Test
  void tokensOfBeforeLearnTheNumberWhenTheyAreRefreshed() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    String phone = Unique.phone();
    Browser browser = new Browser();
    Tokens before = Login.begin(REALM, browser).password(user).tokens();

    Login.forAction(REALM, browser, "UPDATE_PHONE").type("phone", phone).codeFrom(phone).done();

    Response refreshed =
        REALM
            .request()
            .formParam("grant_type", "refresh_token")
            .formParam("client_id", AppLogin.CLIENT)
            .formParam("refresh_token", before.refreshToken())
            .post("/protocol/openid-connect/token");
    assertThat(Tokens.of(REALM, refreshed).idClaims())
        .containsEntry("phone_number", phone)
        .containsEntry("phone_number_verified", true);
  }

  @Test
  void oldNumberIsFreeForOthersAndTheNewOneIsNot() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    String phone = Unique.phone();

    Login.forAction(REALM, new Browser(), "UPDATE_PHONE")
        .password(user)
        .type("phone", phone)
        .codeFrom(phone)
        .done();

    REALM.createUser(TestUser.random().withPhone(user.phone(), true));
    REALM
        .admin()
        .body(TestUser.random().withPhone(phone, true).representation())
        .post("/users")
        .then()
        .statusCode(400);
    assertThat(Login.begin(REALM).password(phone, user.password()).isDone()).isTrue();
  }

  @Test
  void oldNumberAndMailAreToldMaskedAndWhatToDo() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    String phone = Unique.phone();
    String masked = "+82******" + phone.substring(9);

    Login.forAction(REALM, new Browser(), "UPDATE_PHONE")
        .password(user)
        .type("phone", phone)
        .codeFrom(phone);

    assertThat(REALM.inbox().awaitText(user.phone()).text())
        .isEqualTo("Demo: your phone number is now " + masked + ". Not you? Reset your password.");
    MailInbox.Mail mail = REALM.mail().awaitMail(user.email());
    assertThat(mail.subject()).isEqualTo("Demo: your phone number was changed");
    assertThat(mail.text())
        .contains(masked, "If it was not you", "reset your password now")
        .doesNotContain(phone, user.phone());
    assertThat(mail.html()).contains(masked).doesNotContain(phone, user.phone());
    assertThat(REALM.events("UPDATE_PROFILE").toString())
        .contains(masked)
        .doesNotContain(phone, user.phone());
  }

  @Test
  void koreanReaderIsToldInKorean() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    String phone = Unique.phone();
    String masked = "+82******" + phone.substring(9);

    Login.forAction(REALM, new Browser("ko"), "UPDATE_PHONE")
        .password(user)
        .type("phone", phone)
        .codeFrom(phone);

    assertThat(REALM.inbox().awaitText(phone).text()).contains("새번호 인증번호");
    assertThat(REALM.inbox().awaitText(user.phone()).text())
        .contains(masked, "본인 아니면")
        .doesNotContain(phone);
    MailInbox.Mail mail = REALM.mail().awaitMail(user.email());
    assertThat(mail.subject()).isEqualTo("[Demo] 전화번호가 변경되었습니다");
    assertThat(mail.text()).contains(masked, "비밀번호를 재설정").doesNotContain(phone);
  }

  @Test
  void factorWithTheOldNumberFollows() {
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(REALM, user);
    String phone = Unique.phone();

    Login.forAction(REALM, new Browser(), "UPDATE_PHONE")
        .password(user)
        .codeFrom(user.phone())
        .type("phone", phone)
        .codeFrom(phone);

    assertThat(Factors.smsOf(REALM, id)).hasSize(1);
    assertThat(REALM.inbox().awaitText(user.phone(), 2).text()).contains("login codes");
    Login login = Login.begin(REALM).password(user).codeFrom(phone, 2);
    login.done();
  }

  @Test
  void sameNumberAgainIsNoChangeToTellOf() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    Login login = Login.forAction(REALM, new Browser(), "UPDATE_PHONE").password(user);

    login.type("phone", user.phone()).codeFrom(user.phone());

    assertThat(login.actionStatus()).isEqualTo("success");
    assertThat(REALM.inbox().countFor(user.phone())).isEqualTo(1);
  }

  @Test
  void actionThatAnAdministratorSetIsDoneBeforeTheLoginAndCannotBeCancelled() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    REALM
        .admin()
        .body(Map.of("requiredActions", List.of("UPDATE_PHONE")))
        .put("/users/{id}", id)
        .then()
        .statusCode(204);
    String phone = Unique.phone();

    Login login = Login.begin(REALM).password(user);
    assertThat(login.page().has("button[name=cancel-aia]")).isFalse();
    login.type("phone", phone).codeFrom(phone).done();

    assertThat(REALM.user(id).getList("requiredActions")).isEmpty();
  }
}
