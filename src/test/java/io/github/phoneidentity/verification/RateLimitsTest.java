package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RateLimitsTest {

  private static final Recipient PHONE = Recipient.of(new PhoneNumber("+821012345678"));

  private static List<Limit> sends(Map<String, String> policy, Purpose purpose, String user) {
    RateLimits budgets = new RateLimits("realm", VerificationPolicy.from(policy));
    RateLimitKeys subject = subject(purpose, user);
    return Stream.concat(
            budgets.ofSend(subject, "192.0.2.1").stream(),
            budgets.ofUndisclosedSend(subject).stream())
        .toList();
  }

  private static RateLimitKeys subject(Purpose purpose, String user) {
    return new RateLimitKeys(
        purpose,
        PHONE,
        user,
        purpose.asksAboutAccount() ? RequestedIdentifier.of(PHONE) : null,
        null);
  }

  @ParameterizedTest
  @EnumSource(names = {"REGISTRATION", "LOGIN", "PASSWORD_RESET"})
  void publicPurposesShareTheBudgetsOfTheRecipient(Purpose purpose) {
    String user = purpose.asksAboutAccount() ? "u1" : null;

    assertThat(sends(Map.of("max-sends-per-country-day", "7"), purpose, user))
        .filteredOn(limit -> !limit.subject().startsWith("undisclosed:"))
        .extracting(Limit::scope, Limit::subject, Limit::max)
        .containsExactly(
            tuple("cooldown-" + purpose.id(), "sms:+821012345678", 1),
            tuple("sends-day", "sms:+821012345678", 10),
            tuple("sends-hour", "sms:+821012345678", 5),
            tuple("address-hour", "192.0.2.1", 20),
            tuple("country-day", "KR", 7),
            tuple("realm-day", "all", 10000));
  }

  /** Else a limit that a name has exceeded would disclose, at the number, whose it is. */
  @ParameterizedTest
  @EnumSource(names = {"LOGIN", "PASSWORD_RESET"})
  void undisclosedLimitsOfTheContactAreNotThoseOfTheTypedNumber(Purpose purpose) {
    assertThat(sends(Map.of(), purpose, "u1"))
        .filteredOn(limit -> limit.subject().equals("undisclosed:sms:+821012345678"))
        .extracting(Limit::scope)
        .containsExactly("cooldown-" + purpose.id(), "sends-day", "sends-hour");
  }

  @ParameterizedTest
  @EnumSource(names = {"LOGIN", "PASSWORD_RESET"})
  void decoysConsumeRowsOfNobodysAndAsManyOfThem(Purpose purpose) {
    Map<String, String> policy = Map.of("max-sends-per-country-day", "7");

    List<Limit> decoy = sends(policy, purpose, null);

    assertThat(decoy)
        .extracting(Limit::scope)
        .isEqualTo(sends(policy, purpose, "u1").stream().map(Limit::scope).toList());
    assertThat(decoy)
        .filteredOn(limit -> List.of("realm-day", "country-day").contains(limit.scope()))
        .allSatisfy(
            limit -> {
              assertThat(limit.subject()).isEqualTo("nobody");
              assertThat(limit.max()).isEqualTo(Integer.MAX_VALUE);
            });
  }

  @Test
  void numberThatGetsNoTextConsumesNothingOfTheRealm() {
    assertThat(sends(Map.of("allowed-countries", "JP"), Purpose.LOGIN, "u1"))
        .extracting(Limit::subject)
        .contains("nobody")
        .doesNotContain("all");
  }

  @Test
  void confidentialClientHasNoLimitOfAnAddress() {
    assertThat(ofSend(Purpose.REGISTRATION, "client:c1"))
        .extracting(Limit::scope)
        .containsExactly("cooldown-registration", "sends-day", "sends-hour", "realm-day");
  }

  @Test
  void addressInIpv6CountsWithTheNetworkAroundIt() {
    assertThat(ofSend(Purpose.REGISTRATION, "2001:db8:1:2:0:0:0:0/64"))
        .filteredOn(limit -> limit.scope().equals("address-hour"))
        .extracting(Limit::subject, Limit::max)
        .containsExactly(
            tuple("2001:db8:1:2:0:0:0:0/64", 20), tuple("2001:db8:1:0:0:0:0:0/48", 200));
  }

  private static List<Limit> ofSend(Purpose purpose, String origin) {
    return new RateLimits("realm", VerificationPolicy.from(Map.of()))
        .ofSend(subject(purpose, null), origin);
  }

  @Test
  void secondFactorConsumesLimitsOfItsUserAlone() {
    assertThat(sends(Map.of(), Purpose.SECOND_FACTOR, "u1"))
        .extracting(Limit::subject)
        .containsExactly("user:u1 +821012345678", "user:u1", "user:u1");
  }

  @ParameterizedTest
  @CsvSource({"UPDATE, 1", "VERIFY, 5"})
  void numbersOfUsersHaveALimitThatNoPublicRequestConsumes(Purpose purpose, int factor) {
    assertThat(sends(Map.of(), purpose, "u1"))
        .extracting(Limit::scope, Limit::subject, Limit::max)
        .containsExactly(
            tuple("cooldown-" + purpose.id(), "user:u1 +821012345678", 1),
            tuple("sends-day", "user:u1", 10),
            tuple("sends-day-private", "sms:+821012345678", 10 * factor),
            tuple("sends-hour", "user:u1", 5),
            tuple("sends-hour-private", "sms:+821012345678", 5 * factor));
  }

  @Test
  void wrongCodesOfTheRealmCanGoUncounted() {
    assertThat(new RateLimits("realm", VerificationPolicy.from(Map.of())).ofFailures())
        .hasValueSatisfying(limit -> assertThat(limit.max()).isEqualTo(1000));
    assertThat(
            new RateLimits(
                    "realm", VerificationPolicy.from(Map.of("max-failures-per-realm-hour", "0")))
                .ofFailures())
        .isEmpty();
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

  @ParameterizedTest
  @CsvSource({
    "REGISTRATION, cooldown-registration, 60",
    "REGISTRATION, sends-day, 86400",
    "REGISTRATION, sends-hour, 3600",
    "REGISTRATION, address-hour, 3600",
    "REGISTRATION, country-day, 86400",
    "REGISTRATION, realm-day, 86400",
    "VERIFY, sends-day-private, 86400",
    "VERIFY, sends-hour-private, 3600",
  })
  void windowIsTheOneThatTheScopeNames(Purpose purpose, String scope, int seconds) {
    Map<String, String> policy = Map.of("max-sends-per-country-day", "7", "resend-cooldown", "60");

    assertThat(sends(policy, purpose, purpose.isPublic() ? null : "u1"))
        .filteredOn(limit -> limit.scope().equals(scope))
        .extracting(Limit::realmId, Limit::window)
        .containsExactly(tuple("realm", Duration.ofSeconds(seconds)));
  }

  @Test
  void mailsAreCountedForNoCountry() {
    RateLimitKeys mail =
        new RateLimitKeys(
            Purpose.REGISTRATION, Recipient.ofEmail("kim@example.com"), null, null, null);

    assertThat(
            new RateLimits(
                    "realm", VerificationPolicy.from(Map.of("max-sends-per-country-day", "7")))
                .ofSend(mail, "192.0.2.1"))
        .extracting(Limit::scope)
        .containsExactly(
            "cooldown-registration", "sends-day", "sends-hour", "address-hour", "realm-day");
  }

  @Test
  void countryHasNoLimitUnlessThePolicySetsOne() {
    assertThat(sends(Map.of("max-sends-per-country-day", "0"), Purpose.REGISTRATION, null))
        .extracting(Limit::scope)
        .doesNotContain("country-day");
  }

  @Test
  void guessAtAFoundAccountIsLimitedByItsContactToo() {
    RateLimits limits = new RateLimits("realm", VerificationPolicy.from(Map.of()));

    assertThat(limits.ofUndisclosedGuess(subject(Purpose.LOGIN, "u1")))
        .containsExactly(
            new Limit(
                "realm",
                "guesses-login",
                "undisclosed:sms:+821012345678",
                10,
                Duration.ofHours(1)));
    assertThat(limits.ofUndisclosedGuess(subject(Purpose.LOGIN, null)))
        .extracting(Limit::subject, Limit::max)
        .containsExactly(tuple("nobody", Integer.MAX_VALUE));
    assertThat(limits.ofUndisclosedGuess(subject(Purpose.REGISTRATION, null))).isEmpty();
  }

  @Test
  void cooldownIsThatOfTheSend() {
    RateLimitKeys keys = subject(Purpose.REGISTRATION, null);
    RateLimits limits = new RateLimits("realm", VerificationPolicy.from(Map.of()));

    assertThat(limits.ofSend(keys, "192.0.2.1")).contains(limits.cooldown(keys));
  }

  @Test
  void proofIsAnsweredTwentyTimesThatAValueIsTaken() {
    assertThat(RateLimits.ofTaken("realm", "p1"))
        .isEqualTo(new Limit("realm", "taken-answers", "proof:p1", 20, Duration.ofDays(1)));
  }
}
