package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RateLimitsTest {

  private static final Recipient PHONE = Recipient.of(new PhoneNumber("+821012345678"));

  private static List<Limit> sends(Map<String, String> policy, Purpose purpose, String user) {
    RateLimits budgets = new RateLimits("realm", VerificationPolicy.from(policy));
    Subject subject = subject(purpose, user);
    return Stream.concat(
            budgets.ofSend(subject, "192.0.2.1").stream(),
            budgets.ofUndisclosedSend(subject).stream())
        .toList();
  }

  private static Subject subject(Purpose purpose, String user) {
    return new Subject(
        purpose, PHONE, user, purpose.asksAboutAccount() ? Asked.of(PHONE) : null, null);
  }

  @ParameterizedTest
  @EnumSource(names = {"REGISTRATION", "LOGIN", "PASSWORD_RESET"})
  void publicPurposesShareTheBudgetsOfTheRecipient(Purpose purpose) {
    assertThat(sends(Map.of("max-sends-per-country-day", "7"), purpose, null))
        .extracting(Limit::scope, Limit::subject, Limit::max)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("cooldown-" + purpose.id(), "sms:+821012345678", 1),
            org.assertj.core.groups.Tuple.tuple("sends-day", "sms:+821012345678", 10),
            org.assertj.core.groups.Tuple.tuple("sends-hour", "sms:+821012345678", 5),
            org.assertj.core.groups.Tuple.tuple("address-hour", "192.0.2.1", 20),
            org.assertj.core.groups.Tuple.tuple("country-day", "KR", 7),
            org.assertj.core.groups.Tuple.tuple("realm-day", "all", 10000));
  }

  @ParameterizedTest
  @EnumSource(names = {"SECOND_FACTOR", "VERIFY", "UPDATE"})
  void aUsersOwnBudgetsAreOutOfReachOfStrangers(Purpose purpose) {
    assertThat(sends(Map.of("max-sends-per-country-day", "7"), purpose, "u1"))
        .extracting(Limit::subject)
        .containsExactly("user:u1 +821012345678", "user:u1", "user:u1");
  }

  @ParameterizedTest
  @EnumSource(names = {"LOGIN", "PASSWORD_RESET"})
  void limitsOfTheRealmAreNotToldWhereAnAccountIsAskedFor(Purpose purpose) {
    RateLimits budgets = new RateLimits("realm", VerificationPolicy.from(Map.of()));

    assertThat(budgets.ofSend(subject(purpose, null), "192.0.2.1"))
        .extracting(Limit::scope)
        .doesNotContain("realm-day");
  }

  @Test
  void aCooldownOfZeroIsNone() {
    assertThat(sends(Map.of("resend-cooldown", "0"), Purpose.LOGIN, null))
        .extracting(Limit::scope)
        .doesNotContain("cooldown-login");
  }

  @Test
  void guessesAreCountedPerPurpose() {
    RateLimits budgets = new RateLimits("realm", VerificationPolicy.from(Map.of()));

    assertThat(budgets.ofGuess(subject(Purpose.LOGIN, null)).scope())
        .isNotEqualTo(budgets.ofGuess(subject(Purpose.REGISTRATION, null)).scope());
    assertThat(budgets.ofGuess(subject(Purpose.LOGIN, null)).max()).isEqualTo(10);
  }
}
