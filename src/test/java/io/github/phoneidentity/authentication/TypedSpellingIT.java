package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.SmsInbox;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and their devices type is read alike at every entrance. */
class TypedSpellingIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  @AutoClose private static final TestRealm BY_CODE = TestRealm.create(Flows::loginBySms);

  /** Spellings that differ from a plain one by more than spaces and ASCII punctuation. */
  enum Typed {
    FULL_WIDTH(e164 -> wide(Unique.national(e164)).replace('-', '－')),
    DASHES(e164 -> Unique.national(e164).replaceFirst("-", "–").replace('-', '\u2011')),
    BRACKETS_AND_DOTS(e164 -> "（010）" + e164.substring(5, 9) + "・" + e164.substring(9)),
    COPIED(e164 -> "\u202A" + "+82 " + Unique.national(e164).substring(1) + "\u202C"),
    ISOLATED(e164 -> "\u2068\u200E" + Unique.national(e164) + "\u200B\u2069"),
    LINK(e164 -> "tel:" + e164),
    DOUBLE_ZERO(e164 -> "00" + e164.substring(1));

    private final UnaryOperator<String> writing;

    Typed(UnaryOperator<String> writing) {
      this.writing = writing;
    }

    String of(String e164) {
      return writing.apply(e164);
    }
  }

  private static String wide(String text) {
    return text.codePoints()
        .map(c -> Character.isDigit(c) ? c - '0' + '０' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private final TestUser user = TestUser.random();

  @ParameterizedTest
  @EnumSource
  void registrationPageAndApiSendTheirCodes(Typed typed) {
    String phone = Unique.phone();
    assertThat(SignUp.begin(REALM).phone(typed.of(phone)).codeFrom(phone).asksForName()).isTrue();

    RestApi api = new RestApi(REALM);
    String other = Unique.phone();
    api.send("registration", typed.of(other))
        .then()
        .statusCode(201)
        .body("recipient", equalTo("+82******" + other.substring(9)));
    api.available(Map.of("nickname", typed.of(Unique.phoneAsName())))
        .then()
        .body("nickname.available", is(false));
  }

  @ParameterizedTest
  @EnumSource
  void administratorsSpellingIsMadeCanonicalAndItsOwnerLogsInByIt(Typed typed) {
    String id = REALM.createUser(user.withPhone(typed.of(user.phone()), true));

    assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
    REALM
        .admin()
        .queryParam("phone", typed.of(user.phone()))
        .get("/phone-identity/claims")
        .then()
        .statusCode(200)
        .body("userId", equalTo(id));
    Login login = Login.begin(REALM).password(typed.of(user.phone()), user.password());
    assertThat(login.tokens().idClaims()).containsEntry("sub", id);
    assertThat(
            Tokens.of(REALM, REALM.passwordGrant(typed.of(user.phone()), user.password()))
                .idClaims())
        .containsEntry("sub", id);
    assertThat(REALM.events("LOGIN").toString()).doesNotContain(user.phone().substring(4));
  }

  @ParameterizedTest
  @EnumSource
  void loginByCodeSendsItsText(Typed typed) {
    String id = BY_CODE.createUser(user);

    Login login =
        Login.begin(BY_CODE).type("username", typed.of(user.phone())).codeFrom(user.phone());

    assertThat(login.tokens().idClaims()).containsEntry("sub", id);
  }

  /** Limits count what was typed: another spelling of it has none of its own. */
  @Test
  void noSpellingDodgesALimit() {
    try (TestRealm realm = TestRealm.create()) {
      realm.setPolicy(Map.of("max-sends-per-hour", "2", "resend-cooldown", "0"));
      RestApi api = RestApi.fromEverywhere(realm);
      String phone = Unique.phone();

      api.send("registration", phone).then().statusCode(201);
      api.send("registration", Typed.LINK.of(phone)).then().statusCode(201);
      for (Typed typed : Typed.values()) {
        api.send("registration", typed.of(phone)).then().statusCode(429);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0081 90-1234-5678",
        "tel:+82-10-1234-5678;ext=5",
        "010-1234-5678 x5",
        "kim01012345678"
      })
  void whatIsNoNumberIsRefusedKindly(String typed) {
    new RestApi(REALM)
        .send("registration", typed)
        .then()
        .statusCode(400)
        .body("error", equalTo("invalid_phone"));
    assertThat(SignUp.begin(REALM).phone(typed).page().errorAt("phone")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"G-%s", "\u202A%s\u202C", "code: %s (3 min)", "%s\n@localhost #%s"})
  void codeIsReadOutOfWhatWasPasted(String pasted) {
    RestApi api = new RestApi(REALM);
    String phone = Unique.phone();
    String id = api.send("registration", phone).path("id");
    String code = REALM.inbox().codeFor(phone);

    api.confirm(id, pasted.replace("%s", code)).then().statusCode(200);
  }

  @Test
  void codeIsReadInDigitsOfAnyScriptAndWithAnyHyphen() {
    String phone = Unique.phone();
    SignUp page = SignUp.begin(REALM).phone(phone);
    StringBuilder persian = new StringBuilder();
    REALM.inbox().codeFor(phone).chars().forEach(c -> persian.append((char) (c - '0' + '۰')));

    assertThat(page.code(persian.insert(3, '–').toString()).asksForName()).isTrue();
  }

  @Test
  void wholeTextFitsIntoTheFieldAndIsTheCode() {
    String phone = Unique.phone();
    SignUp page = SignUp.begin(REALM).phone(phone);
    SmsInbox.Text text = REALM.inbox().awaitText(phone);

    assertThat(page.page().form().field("code").hasAttr("maxlength")).isFalse();
    assertThat(page.code(text.text().replace("\n", "")).asksForName()).isTrue();
  }

  @Test
  void whatHoldsNoCodeCountsNoAttempt() {
    RestApi api = new RestApi(REALM);
    String phone = Unique.phone();
    String id = api.send("registration", phone).path("id");
    String code = REALM.inbox().codeFor(phone);

    for (String none : new String[] {code + "0", phone, "no code", code.substring(1), ""}) {
      api.confirm(id, none)
          .then()
          .statusCode(400)
          .body("error", equalTo("invalid_request"), "field", equalTo("code"));
    }
    String wrong = code.charAt(0) == '1' ? "222222" : "111111";
    api.confirm(id, wrong).then().body("attemptsLeft", equalTo(4));
  }
}
