package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Form;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.MailInbox.Mail;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A realm that has the e-mail address proven before there is an account, instead of a phone. */
class EmailProofIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create(EmailProofIT::byEmail);

  private final AppLogin login = REALM.login().with("prompt", "create");

  static void byEmail(ObjectNode realm) {
    for (JsonNode config : realm.path("authenticatorConfig")) {
      if (config.path("config").has("channel")) {
        ((ObjectNode) config.path("config")).put("channel", "email");
      }
    }
  }

  @BeforeAll
  static void sendMail() {
    REALM.sendMail();
  }

  @Test
  void newcomerSignsUpWithAProvenAddress() {
    TestUser user = TestUser.random();

    Page form = prove(login.start(new Browser()), user.email());
    assertThat(form.form().value("email")).isEqualTo(user.email());
    Tokens tokens = login.finish(fill(form, user));

    assertThat(tokens.idClaims())
        .containsEntry("email", user.email())
        .containsEntry("email_verified", true);
  }

  @Test
  void mailIsReadableAsTextAndAsHtmlInTheReadersLanguage() {
    String address = TestUser.random().email();

    login.start(new Browser("ko")).form().type("email", address).submit();

    Mail mail = REALM.mail().awaitMail(address);
    assertThat(mail.subject()).contains(mail.code()).contains("인증번호");
    assertThat(mail.text()).contains(mail.code()).contains("3분").doesNotContain("<");
    assertThat(mail.html()).contains("lang=\"ko\"").contains(mail.code());
  }

  @Test
  void addressIsOneWhateverItsCase() {
    TestUser user = TestUser.random();

    Page code =
        login
            .start(new Browser())
            .form()
            .type("email", " " + user.email().toUpperCase(Locale.ROOT))
            .submit();
    Page form = code.form().type("code", REALM.mail().codeFor(user.email())).submit();
    Page done =
        fill(form.form().type("email", user.email().toUpperCase(Locale.ROOT)), user).submit();

    assertThat(login.finish(done).idClaims()).containsEntry("email", user.email());
  }

  @Test
  void anotherAddressThanTheProvenOneIsAFieldErrorAndWhatWasTypedStays() {
    TestUser user = TestUser.random();
    TestUser other = TestUser.random();

    Page form = prove(login.start(new Browser()), user.email());
    Page refused = fill(form.form().type("email", other.email()), user).submit();

    assertThat(refused.errorAt("email").orElseThrow()).contains("verified");
    assertThat(refused.form().value("nickname")).isEqualTo(user.nickname());
    assertThat(refused.form().value("email")).isEqualTo(other.email());
    login.finish(fill(refused.form().type("email", user.email()), user).submit());
    assertThat(REALM.userNamed(user.username()).getString("email")).isEqualTo(user.email());
  }

  @Test
  void takenAddressIsToldOnlyToWhoProvedIt() {
    TestUser owner = TestUser.random().withoutPhone();
    REALM.createUser(owner);

    Page code = login.start(new Browser()).form().type("email", owner.email()).submit();
    assertThat(code.errorAt("email")).isEmpty();
    Page refused = code.form().type("code", REALM.mail().codeFor(owner.email())).submit();

    assertThat(refused.errorAt("email")).isPresent();
  }

  @Test
  void whatIsNoAddressIsToldOnTheField() {
    Page first = login.start(new Browser());
    for (String typed :
        new String[] {"kim", "kim@", "a@b c.kr", "x".repeat(250) + "@example.com"}) {
      Page refused = first.form().type("email", typed).submit();
      assertThat(refused.status()).isEqualTo(200);
      assertThat(refused.errorAt("email")).as(typed).isPresent();
      first = refused;
    }
  }

  @Test
  void serverThatCannotBeReachedIsToldOnTheSignUp() {
    REALM.setMailServer(Map.of("host", "127.0.0.1", "port", "9", "from", "a@example.com"));
    try {
      Page page = send(TestUser.random().email());
      assertThat(page.has("#phone-identity-delivery-failed")).isTrue();
    } finally {
      REALM.sendMail();
    }
  }

  @Test
  void productionWithoutAServerRefusesWithOneErrorLine() {
    TestUser user = TestUser.random();
    try (TestRealm realm = TestRealm.create(EmailProofIT::byEmail)) {
      Page page = SignUp.begin(realm).email(user.email()).page();

      assertThat(page.has("#phone-identity-delivery-failed")).isTrue();
      realm.server().awaitLog(log -> log.contains("the realm has no SMTP server"));
      assertThat(realm.server().log()).doesNotContain(user.email());
    }
  }

  @Test
  void developmentWithoutAServerPrintsTheMail() {
    TestUser user = TestUser.random();
    KeycloakServer server = KeycloakServer.withEmbeddedDatabase();
    try (TestRealm realm = TestRealm.create(server, EmailProofIT::byEmail)) {
      Page page = SignUp.begin(realm).email(user.email()).page();

      assertThat(page.has("#phone-identity-delivery-failed")).isFalse();
      server.awaitLog(log -> log.contains("Mail to u***@example.com: "));
      assertThat(server.log()).doesNotContain(user.email());
    }
  }

  private Page send(String address) {
    return login.start(new Browser()).form().type("email", address).submit();
  }

  private static Page prove(Page contact, String address) {
    Page code = contact.form().type("email", address).submit();
    return code.form().type("code", REALM.mail().codeFor(address)).submit();
  }

  private static Page fill(Page form, TestUser user) {
    return fill(form.form(), user).submit();
  }

  private static Form fill(Form form, TestUser user) {
    return form.type("username", user.username())
        .type("nickname", user.nickname())
        .type("firstName", user.firstName())
        .type("lastName", user.lastName())
        .type("password", user.password())
        .type("password-confirm", user.password());
  }
}
