package io.github.phoneidentity.authentication;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every flow by keyboard alone and at 320 px, in English and Korean, with scripts and without.
 * {@link KeyboardUser} looks at each page that it meets: title, language, texts, width,
 * autocomplete tokens, and with scripts what axe finds.
 */
class EveryFlowIT {

  private static final String NEW_PASSWORD = "New-password-1";

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  @AutoClose private static final TestRealm BY_EMAIL = TestRealm.create(EmailProofIT::byEmail);
  @AutoClose private static final TestRealm BY_CODE = TestRealm.create(Flows::loginBySms);
  @AutoClose private static final TestRealm QUICK = TestRealm.create(QuickRealmIT::quick);

  @BeforeAll
  static void configure() {
    BY_EMAIL.sendMail();
    REALM.sendMail();
    REALM.setPolicy(Map.of("lost-number", "second-factor"));
    QUICK.setPolicy(Map.of("gateways", "http"));
  }

  /** What a user does to get through a flow. */
  enum Flow {
    SIGN_UP_BY_PHONE(REALM) {
      @Override
      void walk(KeyboardUser visitor, TestUser user) {
        visitor.open(REALM.login().with("prompt", "create")).meet("#phone");
        visitor.submit("#phone", "12").meetError("#phone");
        visitor.submit("#phone", Unique.national(user.phone())).meet("#code");
        visitor.read("#phone-identity-recipient", Unique.national(user.phone()));
        visitor.code("000000").meetError("#code");
        visitor.code(REALM.inbox().codeFor(user.phone())).meet("#kc-register-form");
        visitor.submit("#username", "Not-A-Name").meetError("#username");
        visitor.press("#phone-identity-errors a[href='#username']");
        register(visitor, user);
      }
    },
    SIGN_UP_BY_EMAIL(BY_EMAIL) {
      @Override
      void walk(KeyboardUser visitor, TestUser user) {
        visitor.open(BY_EMAIL.login().with("prompt", "create")).meet("#email");
        visitor.submit("#email", "nobody").meetError("#email");
        visitor.submit("#email", user.email()).meet("#code");
        visitor.code("000000").meetError("#code");
        visitor.code(BY_EMAIL.mail().codeFor(user.email())).meet("#kc-register-form");
        register(visitor, user);
      }
    },
    QUICK_SIGN_UP(QUICK) {
      @Override
      void walk(KeyboardUser visitor, TestUser user) {
        visitor.open(QUICK.login().with("prompt", "create")).meet("#phone");
        visitor.submit("#phone", Unique.national(user.phone())).meet("#code");
        visitor.code(QUICK.inbox().codeFor(user.phone()));
        if (!visitor.hasScripts()) {
          visitor.meet("#kc-register-form").press("#phone-identity-register");
        }
      }
    },
    LOGIN_BY_PHONE(REALM) {
      @Override
      void walk(KeyboardUser visitor, TestUser user) {
        REALM.createUser(user);
        visitor.open(REALM.login()).meet("#password");
        visitor.type("#username", Unique.national(user.phone()));
        visitor.submit("#password", "wrong").meetError("#username");
        visitor.type("#username", Unique.national(user.phone()));
        visitor.submit("#password", user.password());
      }
    },
    LOGIN_BY_CODE(BY_CODE) {
      @Override
      void walk(KeyboardUser visitor, TestUser user) {
        BY_CODE.createUser(user);
        visitor.open(BY_CODE.login()).meet("#username");
        visitor.submit("#username", Unique.national(user.phone())).meet("#code");
        visitor.code(BY_CODE.inbox().codeFor(user.phone()));
      }
    },
    SECOND_FACTOR(REALM) {
      @Override
      void walk(KeyboardUser visitor, TestUser user) {
        Factors.createUserWithSms(REALM, user);
        logIn(visitor, user).meet("#code");
        visitor.code(REALM.inbox().codeFor(user.phone()));
      }
    },
    ANOTHER_SECOND_FACTOR(REALM) {
      @Override
      void walk(KeyboardUser visitor, TestUser user) {
        Factors.createUser(REALM, user, List.of(Factors.sms(user.phone(), true), Factors.totp()));
        logIn(visitor, user).meet("#code");
        visitor.press("#try-another-way").meet("[name=authenticationExecution]");
        visitor.press("li:nth-child(2) [name=authenticationExecution]").meet("#otp");
        visitor.submit("#otp", Factors.totpCode());
      }
    },
    SET_UP_OF_THE_SECOND_FACTOR(REALM) {
      @Override
      void walk(KeyboardUser visitor, TestUser user) {
        REALM.createUser(user);
        visitor.open(REALM.login().with("kc_action", "CONFIGURE_SMS_OTP"));
        password(visitor, user).meet("#phone");
        visitor.submit("#phone", user.phone()).meet("#code");
        visitor.code(REALM.inbox().codeFor(user.phone()));
      }
    },
    PASSWORD_RESET(REALM) {
      @Override
      void walk(KeyboardUser visitor, TestUser user) {
        REALM.createUser(user);
        visitor.open(REALM.login()).meet("#password");
        visitor.press("a[href*=reset-credentials]").meet("#kc-reset-password-form");
        visitor.submit("#username", user.username()).meet("#code");
        visitor.code(REALM.inbox().codeFor(user.phone())).meet("#password-new");
        visitor.type("#password-new", NEW_PASSWORD);
        visitor.submit("#password-confirm", NEW_PASSWORD);
      }
    },
    PROOF_OF_THE_NUMBER_ON_FILE(REALM) {
      @Override
      void walk(KeyboardUser visitor, TestUser user) {
        REALM.createUser(user.withPhone(user.phone(), false));
        logIn(visitor, user).meet("#phone-identity-why");
        visitor.code(REALM.inbox().codeFor(user.phone()));
      }
    },
    CHANGE_OF_THE_NUMBER(REALM) {
      @Override
      void walk(KeyboardUser visitor, TestUser user) {
        REALM.createUser(user);
        String phone = Unique.phone();
        visitor.open(REALM.login().with("kc_action", "UPDATE_PHONE"));
        password(visitor, user).meet("#phone");
        visitor.submit("#phone", Unique.national(phone)).meet("#code");
        visitor.code(REALM.inbox().codeFor(phone));
      }
    },
    LOST_NUMBER(REALM) {
      @Override
      void walk(KeyboardUser visitor, TestUser user) {
        Factors.createUser(REALM, user.withPhone(user.phone(), false), List.of(Factors.totp()));
        String phone = Unique.phone();
        logIn(visitor, user).meet("#otp");
        visitor.submit("#otp", Factors.totpCode()).meet("#phone-identity-why");
        visitor.press("button#phone-identity-lost-number").meet("#phone");
        visitor.submit("#phone", Unique.national(phone)).meet("#code");
        visitor.code(REALM.inbox().codeFor(phone));
      }
    };

    private final TestRealm realm;

    Flow(TestRealm realm) {
      this.realm = realm;
    }

    abstract void walk(KeyboardUser visitor, TestUser user);
  }

  /** Each flow with scripts and without; the one with the most pages in both languages each. */
  static Stream<Arguments> conditions() {
    Stream<Arguments> all =
        Stream.of(Flow.values())
            .flatMap(flow -> Stream.of(arguments(flow, "en", true), arguments(flow, "ko", false)));
    return Stream.concat(
        all,
        Stream.of(
            arguments(Flow.SIGN_UP_BY_PHONE, "ko", true),
            arguments(Flow.SIGN_UP_BY_PHONE, "en", false)));
  }

  @ParameterizedTest(name = "{0}, {1}, scripts: {2}")
  @MethodSource("conditions")
  void flowIsWalkedByKeyboardAtPhoneWidth(Flow flow, String language, boolean scripts) {
    try (KeyboardUser visitor = new KeyboardUser(flow.realm, language, scripts)) {
      flow.walk(visitor, TestUser.random());
      visitor.reachApp();
    }
  }

  private static KeyboardUser logIn(KeyboardUser visitor, TestUser user) {
    return password(visitor.open(visitor.realm().login()), user);
  }

  private static KeyboardUser password(KeyboardUser visitor, TestUser user) {
    return visitor.type("#username", user.username()).submit("#password", user.password());
  }

  private static void register(KeyboardUser visitor, TestUser user) {
    visitor.type("#username", user.username()).type("#password", user.password());
    visitor.type("#email", user.email()).type("#nickname", user.nickname());
    visitor.type("#firstName", user.firstName());
    visitor.press("#phone-identity-register");
  }
}
