package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Reset;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A forgotten password is reset by a code to the proven number. */
class PasswordResetIT {

  private static final String NEW = "New-password-1";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @BeforeAll
  static void sendMail() {
    REALM.sendMail();
  }

  static Stream<Named<Function<TestUser, String>>> identifiers() {
    return Stream.of(
        Named.of("username", TestUser::username),
        Named.of("e-mail", TestUser::email),
        Named.of("nickname", TestUser::nickname),
        Named.of("phone", user -> Unique.national(user.phone())));
  }

  @ParameterizedTest
  @MethodSource("identifiers")
  void ownerResetsByAnyIdentifier(Function<TestUser, String> identifier) {
    TestUser user = TestUser.random();
    REALM.createUser(user);

    Reset reset = Reset.begin(REALM).identify(identifier.apply(user)).codeFrom(user.phone());
    assertThat(reset.asksForPassword()).isTrue();
    Tokens tokens = reset.password(NEW).tokens();

    assertThat(tokens.idClaims()).containsEntry("preferred_username", user.username());
    assertThat(REALM.passwordGrant(user.username(), NEW).statusCode()).isEqualTo(200);
    // 401 for the password; 400 while Keycloak still books the login before this one
    assertThat(REALM.passwordGrant(user.username(), user.password()).statusCode()).isIn(400, 401);
  }

  @Test
  void wrongCodeIsRejectedAndCanBeRetried() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    Reset reset = Reset.begin(REALM).identify(user.username());
    String right = REALM.inbox().codeFor(user.phone());

    reset.code(right.equals("000000") ? "000001" : "000000");
    assertThat(reset.page().errorAt("code").orElseThrow()).contains("4");

    assertThat(reset.code(right).asksForPassword()).isTrue();
  }

  @Test
  void secondFactorIsAskedForAfterTextAndMailWhereItIsNotSms() {
    TestUser user = TestUser.random();
    Factors.createUser(REALM, user, List.of(Factors.totp(), Factors.sms(user.phone(), true)));

    Reset reset = Reset.begin(REALM).identify(user.username()).codeFrom(user.phone());
    assertThat(reset.page().has("input[name=otp]")).isFalse();
    reset.code(REALM.mail().codeFor(user.email()));
    assertThat(reset.page().has("input[name=otp]")).isTrue();
    reset.type("otp", "000000");
    assertThat(reset.page().has("input[name=otp]")).isTrue();
    reset.type("otp", Factors.totpCode());

    assertThat(reset.asksForPassword()).isTrue();
    reset.password(NEW).tokens();
  }

  @Test
  void whoHasOnlySmsBesidesProvesTheAddressAsWell() {
    TestUser user = TestUser.random();
    String id = Factors.createUserWithSms(REALM, user);

    Reset reset = Reset.begin(REALM).identify(user.username()).codeFrom(user.phone());
    assertThat(reset.asksForCode()).isTrue();
    assertThat(reset.page().text()).doesNotContain(user.email());
    reset.codeFrom(user.phone());
    assertThat(reset.page().errorAt("code")).isPresent();
    reset.code(REALM.mail().codeFor(user.email()));
    assertThat(reset.asksForPassword()).isTrue();
    reset.password(NEW).tokens();

    assertThat(Factors.isPassword(REALM, user, NEW)).isTrue();
    assertThat(Factors.smsOf(REALM, id)).hasSize(1);
  }

  @Test
  void otherSessionsEndWhenAskedTo() {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    Tokens before = Tokens.of(REALM, REALM.passwordGrant(user.username(), user.password()));

    Reset.begin(REALM).identify(user.username()).codeFrom(user.phone()).password(NEW).tokens();

    REALM
        .request()
        .formParams(
            Map.of(
                "grant_type", "refresh_token",
                "client_id", "demo-app",
                "refresh_token", before.refreshToken()))
        .post("/protocol/openid-connect/token")
        .then()
        .statusCode(400);
  }

  @Test
  void ownerIsToldByMail() {
    TestUser user = TestUser.random();
    REALM.createUser(user);

    Reset.begin(REALM).identify(user.username()).codeFrom(user.phone()).password(NEW).tokens();

    String told = REALM.mail().awaitMail(user.email()).text();
    assertThat(told).contains("password").contains("*").doesNotContain(user.phone().substring(4));
  }

  @Test
  void localeOfTheReaderAndNotOfTheAccountDecides() {
    TestUser user = TestUser.random();
    REALM.createUser(user);

    Reset reset = Reset.begin(REALM, new Browser("ko")).identify(user.username());

    assertThat(reset.page().title()).isEqualTo("인증번호 입력");
    assertThat(REALM.inbox().awaitText(user.phone()).text()).contains("재설정 인증번호");
  }
}
