package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.util.Map;
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
    assertThat(known.undisclosed()).contains("undisclosed:sms:+821012345678");
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
    assertThat(known.undisclosed()).contains("undisclosed:sms:+821012345678");
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

  @Test
  void challengeIsContinuedForTheSamePurposeRecipientAndUserOnly() {
    Recipient other = Recipient.of(new PhoneNumber("+821087654321"));
    RateLimitKeys open = new RateLimitKeys(Purpose.VERIFY, PHONE, "u1", null, null);

    assertThat(new RateLimitKeys(Purpose.VERIFY, PHONE, "u1", null, null).continues(open)).isTrue();
    assertThat(new RateLimitKeys(Purpose.UPDATE, PHONE, "u1", null, null).continues(open))
        .isFalse();
    assertThat(new RateLimitKeys(Purpose.VERIFY, other, "u1", null, null).continues(open))
        .isFalse();
    assertThat(new RateLimitKeys(Purpose.VERIFY, PHONE, "u2", null, null).continues(open))
        .isFalse();
  }

  @Test
  void challengeOfANamedAccountIsContinuedByTheSameNameOnly() {
    RequestedIdentifier name = RequestedIdentifier.of("Kim", "KR");
    RateLimitKeys open = new RateLimitKeys(Purpose.LOGIN, PHONE, "u1", name, "b1");

    assertThat(
            new RateLimitKeys(Purpose.LOGIN, Recipient.none(Channel.sms), "u1", name, "b2")
                .continues(open))
        .isTrue();
    assertThat(
            new RateLimitKeys(Purpose.LOGIN, PHONE, "u1", RequestedIdentifier.of(PHONE), "b1")
                .continues(open))
        .isFalse();
  }

  @Test
  void accountIsNamedByAnyOtherIdentifierThanTheContact() {
    assertThat(login("u1", RequestedIdentifier.of("Kim", "KR")).isNamed()).isTrue();
    assertThat(login("u1", RequestedIdentifier.of(PHONE)).isNamed()).isFalse();
    assertThat(new RateLimitKeys(Purpose.VERIFY, PHONE, "u1", null, null).isNamed()).isFalse();
  }

  @Test
  void codeIsSentToAnAllowedContactOfAnAccountOnly() {
    VerificationPolicy all = VerificationPolicy.from(Map.of());
    VerificationPolicy japan = VerificationPolicy.from(Map.of("allowed-countries", "JP"));
    RequestedIdentifier name = RequestedIdentifier.of("Kim", "KR");
    RateLimitKeys none =
        new RateLimitKeys(Purpose.LOGIN, Recipient.none(Channel.sms), "u1", name, null);

    assertThat(login("u1", name).isSent(all)).isTrue();
    assertThat(login(null, name).isSent(all)).isFalse();
    assertThat(login("u1", name).isSent(japan)).isFalse();
    assertThat(none.isSent(all)).isFalse();
    assertThat(none.isAllowed(japan)).isTrue();
  }

  @Test
  void addressThatNoMailServerAcceptsIsNotAllowed() {
    VerificationPolicy policy = VerificationPolicy.from(Map.of());

    assertThat(registration("a".repeat(248) + "@ab.cd").isAllowed(policy)).isTrue();
    assertThat(registration("a".repeat(249) + "@ab.cd").isAllowed(policy)).isFalse();
  }

  @Test
  void cooldownOfAUserIsThatOfOneNumber() {
    Recipient email = Recipient.ofEmail("kim@example.com");

    assertThat(new RateLimitKeys(Purpose.VERIFY, PHONE, "u1", null, null).cooldown())
        .isEqualTo("user:u1 +821012345678");
    assertThat(new RateLimitKeys(Purpose.VERIFY, email, "u1", null, null).cooldown())
        .isEqualTo("user:u1");
    assertThat(new RateLimitKeys(Purpose.REGISTRATION, PHONE, null, null, null).cooldown())
        .isEqualTo("sms:+821012345678");
  }

  private static RateLimitKeys login(String userId, RequestedIdentifier name) {
    return new RateLimitKeys(Purpose.LOGIN, PHONE, userId, name, null);
  }

  private static RateLimitKeys registration(String email) {
    return new RateLimitKeys(Purpose.REGISTRATION, Recipient.ofEmail(email), null, null, null);
  }
}
