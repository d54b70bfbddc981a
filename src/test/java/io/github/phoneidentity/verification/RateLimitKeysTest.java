package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitKeysTest {

  private static final Recipient PHONE = Recipient.of(new PhoneNumber("+821012345678"));

  @Test
  void registrationSpendsTheBudgetsOfItsRecipient() {
    RateLimitKeys registration = new RateLimitKeys(Purpose.REGISTRATION, PHONE, null, null, null);

    assertThat(registration.disclosed()).isEqualTo("sms:+821012345678");
    assertThat(registration.undisclosed()).isEmpty();
    assertThat(registration.isDecoy()).isFalse();
  }

  @Test
  void secondFactorSpendsTheUsersOwnBudgets() {
    assertThat(new RateLimitKeys(Purpose.SECOND_FACTOR, PHONE, "u1", null, null).disclosed())
        .isEqualTo("user:u1");
  }

  @Test
  void typedNumberHasOneBudgetWhetherItHasAnAccountOrNot() {
    RateLimitKeys known =
        new RateLimitKeys(Purpose.PASSWORD_RESET, PHONE, "u1", RequestedIdentifier.of(PHONE), null);
    RateLimitKeys unknown =
        new RateLimitKeys(Purpose.PASSWORD_RESET, PHONE, null, RequestedIdentifier.of(PHONE), null);

    assertThat(known.disclosed()).isEqualTo(unknown.disclosed()).isEqualTo("sms:+821012345678");
    assertThat(known.undisclosed()).contains("found:sms:+821012345678");
    assertThat(unknown.undisclosed()).contains("nobody");
    assertThat(known.isDecoy()).isFalse();
    assertThat(unknown.isDecoy()).isTrue();
  }

  @Test
  void typedNameIsToldItsOwnLimitsAndHeldBackByAnotherInSilence() {
    RequestedIdentifier name = RequestedIdentifier.of("Kim", "KR");
    RateLimitKeys known = new RateLimitKeys(Purpose.LOGIN, PHONE, "u1", name, null);
    RateLimitKeys unknown =
        new RateLimitKeys(Purpose.LOGIN, Recipient.none(Channel.sms), null, name, null);

    assertThat(known.disclosed()).isEqualTo(unknown.disclosed()).isEqualTo("name:kim");
    assertThat(known.undisclosed()).contains("found:sms:+821012345678");
    assertThat(unknown.undisclosed()).contains("nobody");
  }

  @Test
  void knownBrowserHasLimitsOfItsOwnAndNoneOfTheContact() {
    RateLimitKeys known =
        new RateLimitKeys(Purpose.LOGIN, PHONE, "u1", RequestedIdentifier.of("Kim", "KR"), "b1");

    assertThat(known.disclosed()).isEqualTo("known:u1 sms");
    assertThat(known.cooldown()).isEqualTo("known:u1 sms");
    assertThat(known.undisclosed()).isEmpty();
    assertThat(known.isNamed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "010-1234-5678, sms:+821012345678",
    "+82 10 1234 5678, sms:+821012345678",
    "Kim@Example.COM, email:kim@example.com",
    "KIM, name:kim",
    "ＫＩＭ, name:kim"
  })
  void spellingsOfOneIdentifierAreCountedAsOne(String typed, String subject) {
    assertThat(RequestedIdentifier.of(typed, "KR").subject()).isEqualTo(subject);
  }

  @Test
  void anythingTypedFitsTheTable() {
    assertThat(RequestedIdentifier.of("x".repeat(5000), "KR").subject())
        .startsWith("digest:")
        .hasSize(71);
    assertThat(RequestedIdentifier.of("a\0b", "KR").subject()).startsWith("digest:");
    assertThat(RequestedIdentifier.of("\uD800", "KR").subject()).startsWith("digest:");
  }
}
