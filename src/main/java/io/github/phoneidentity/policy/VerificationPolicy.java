package io.github.phoneidentity.policy;

import io.github.phoneidentity.phone.FictionNumbers;
import io.github.phoneidentity.phone.PhoneCountry;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A realm's policy for phone numbers, codes and rate limits. Every value is within its bounds.
 *
 * @param defaultRegion the ISO 3166-1 alpha-2 code of the country whose national number format is
 *     accepted
 * @param allowedCountries the ISO 3166-1 alpha-2 codes of the countries to which texts are sent;
 *     empty for all
 * @param allowedNumberTypes the names of libphonenumber's number types to which texts are sent
 * @param codeLength the number of digits of a code
 * @param codeLifespan how long a code is valid after it was sent
 * @param proofLifespan how long a proof can be consumed after the code was verified
 * @param maxAttempts the maximum of guesses at one code
 * @param maxAttemptsPerHour the maximum of guesses per recipient and purpose in an hour
 * @param maxFailuresPerRealmHour the maximum of wrong codes in the realm in an hour; zero for no
 *     limit
 * @param resendCooldown the time between two texts to one recipient for one purpose; zero for none
 * @param maxSendsPerHour the maximum of texts per recipient in an hour
 * @param maxSendsPerDay the maximum of texts per recipient in a day
 * @param maxSendsPerAddressHour the maximum of texts per client address in an hour
 * @param maxChecksPerAddressHour the maximum of availability checks per client address in an hour
 * @param maxSendsPerRealmDay the maximum of texts of the realm in a day
 * @param maxSendsPerCountryDay the maximum of texts per country in a day; zero for no limit
 * @param revealContacts whether the availability check discloses phone numbers and e-mail addresses
 * @param gateways the SMS gateways of each country
 * @param testNumbers the numbers that get no text, with their fixed codes
 * @param proofMaxAge the age at which a number must be proven again; zero for never
 * @param lostNumber what is offered to a user who has lost the number on file
 * @param releasedNumberQuarantine how long a released number cannot be claimed by another user;
 *     zero for not at all
 */
public record VerificationPolicy(
    String defaultRegion,
    Set<String> allowedCountries,
    Set<String> allowedNumberTypes,
    int codeLength,
    Duration codeLifespan,
    Duration proofLifespan,
    int maxAttempts,
    int maxAttemptsPerHour,
    int maxFailuresPerRealmHour,
    Duration resendCooldown,
    int maxSendsPerHour,
    int maxSendsPerDay,
    int maxSendsPerAddressHour,
    int maxChecksPerAddressHour,
    int maxSendsPerRealmDay,
    int maxSendsPerCountryDay,
    boolean revealContacts,
    GatewayChoice gateways,
    Map<PhoneNumber, String> testNumbers,
    Duration proofMaxAge,
    LostNumber lostNumber,
    Duration releasedNumberQuarantine) {

  public VerificationPolicy {
    allowedCountries = Set.copyOf(allowedCountries);
    allowedNumberTypes = Set.copyOf(allowedNumberTypes);
    testNumbers = Map.copyOf(testNumbers);
  }

  /**
   * Reads the stored config, which is not validated if it comes from an import. An invalid value is
   * logged as a warning and replaced by the default; for a limit by the stricter of the default and
   * the nearest valid value.
   *
   * @param config the stored values by key; null, a missing and a blank value mean the defaults
   */
  public static VerificationPolicy from(@Nullable Map<String, String> config) {
    return PolicyReader.read(config == null ? Map.of() : config, "of VERIFY_PHONE");
  }

  /** Whether codes may be sent to {@code number}. */
  public boolean allows(PhoneNumber number) {
    return refusal(number).isEmpty();
  }

  /**
   * Why no code may be sent to {@code number}, by its country, by its type, and because its country
   * needs a gateway; empty if one may. A number that is reserved for fiction is allowed as a test
   * number alone.
   */
  public Optional<NumberRefusal> refusal(PhoneNumber number) {
    if (!allowedCountries.isEmpty()
        && !allowedCountries.contains(PhoneNumberParser.region(number))) {
      return Optional.of(NumberRefusal.COUNTRY);
    }
    if (!allowedNumberTypes.contains(PhoneNumberParser.type(number))) {
      return Optional.of(NumberRefusal.TYPE);
    }
    return gatewaysOf(number).isEmpty() && testCode(number).isEmpty()
        ? Optional.of(NumberRefusal.NO_GATEWAY)
        : Optional.empty();
  }

  /** The countries to which texts can be sent: the allowed ones that have a gateway. */
  public List<PhoneCountry> countries() {
    return PhoneCountry.all().stream()
        .filter(
            country -> allowedCountries.isEmpty() || allowedCountries.contains(country.region()))
        .filter(country -> gateways.covers(country.region()))
        .toList();
  }

  /**
   * The gateways that may get a text to {@code number}, in their order; none for a test number and
   * for one that is reserved for fiction.
   */
  public List<String> gatewaysOf(PhoneNumber number) {
    return testCode(number).isPresent() || FictionNumbers.contains(number)
        ? List.of()
        : gateways.of(number);
  }

  /**
   * The fixed code of a number that gets no text; empty for every other one. A code of another
   * length than the realm's is none, because a length must disclose no account.
   */
  public Optional<String> testCode(PhoneNumber number) {
    return Optional.ofNullable(testNumbers.get(number)).filter(code -> code.length() == codeLength);
  }
}
