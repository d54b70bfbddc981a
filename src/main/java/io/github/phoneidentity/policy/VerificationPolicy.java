package io.github.phoneidentity.policy;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a realm demands of numbers and codes, and how much of each it allows. Every value is within
 * its bounds.
 *
 * @param defaultRegion ISO 3166 code of the country whose national spellings are understood
 * @param allowedCountries ISO 3166 codes of the countries that texts go to; empty: all
 * @param allowedNumberTypes names of libphonenumber's number types that texts go to
 * @param codeLength digits of a code
 * @param codeLifespan how long a code lives after it was sent
 * @param proofLifespan how long a proven contact may wait for its registration
 * @param maxAttempts guesses at one code
 * @param maxAttemptsPerHour guesses per recipient and purpose
 * @param maxFailuresPerRealmHour wrong codes of the whole realm; zero: no such limit
 * @param resendCooldown time between two texts to one recipient for one purpose; zero: none
 * @param maxSendsPerHour texts per recipient
 * @param maxSendsPerDay texts per recipient
 * @param maxSendsPerAddressHour texts per client address
 * @param maxChecksPerAddressHour availability checks per client address
 * @param maxSendsPerRealmDay texts of the whole realm
 * @param maxSendsPerCountryDay texts per country; zero: no such limit
 * @param revealContacts whether the availability check answers for phone and e-mail
 * @param gateways ids of SMS gateways, the preferred one first; never empty
 * @param proofMaxAge age at which a number must be proven again; zero: never
 * @param releasedNumberQuarantine how long a freed number cannot be claimed by somebody else; zero:
 *     not at all
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
    List<String> gateways,
    Duration proofMaxAge,
    Duration releasedNumberQuarantine) {

  public VerificationPolicy {
    allowedCountries = Set.copyOf(allowedCountries);
    allowedNumberTypes = Set.copyOf(allowedNumberTypes);
    gateways = List.copyOf(gateways);
  }

  /**
   * Reads the config as it is stored, which an import may have filled unchecked. An invalid value
   * is a WARN and its default; of a limit, the stricter of the default and the nearest valid value.
   *
   * @param config the stored values by key; null, and a missing or blank value, mean the defaults
   */
  public static VerificationPolicy from(Map<String, String> config) {
    return PolicyReader.read(config == null ? Map.of() : config, "of VERIFY_PHONE");
  }

  /** Whether texts may go to {@code number}, by its country and its type. */
  public boolean allows(PhoneNumber number) {
    return (allowedCountries.isEmpty()
            || allowedCountries.contains(PhoneNumberParser.region(number)))
        && allowedNumberTypes.contains(PhoneNumberParser.type(number));
  }
}
