package io.github.phoneidentity.policy;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.IntegerOption.Stricter;
import java.util.List;
import java.util.Map;

/** The keys of the policy, in the order of the console. */
final class PolicySettings {

  /**
   * A country code that no number has, because an allow-list without a valid entry must not allow
   * every country.
   */
  static final String NO_COUNTRY = "ZZ";

  private static final int MANY = 1_000_000;

  /** The maximum of consecutive failures according to NIST SP 800-63B-4, section 3.2.2. */
  private static final int MOST_GUESSES = 100;

  private static final int TEN_YEARS_OF_DAYS = 3650;

  static final PolicySetting<String> DEFAULT_REGION =
      new PolicySetting<>(
          "default-region",
          "Default region",
          "Country whose national number format is accepted, as an ISO 3166 code: with KR,"
              + " 010-1234-5678 is +821012345678. Numbers of other countries need + and the country"
              + " code.",
          new RegionOption("KR"));

  static final PolicySetting<List<String>> ALLOWED_COUNTRIES =
      new PolicySetting<>(
          "allowed-countries",
          "Allowed countries",
          "Countries that texts are sent to, as ISO 3166 codes with commas between them, such as"
              + " KR,JP. Empty means all countries. A short list is the best protection against"
              + " paid-for texts to expensive destinations.",
          new StringListOption(
              List.of(),
              true,
              PhoneNumberParser::isRegion,
              "ISO 3166 country codes such as KR",
              List.of(NO_COUNTRY)));

  static final PolicySetting<List<String>> ALLOWED_NUMBER_TYPES =
      new PolicySetting<>(
          "allowed-number-types",
          "Allowed number types",
          "Kinds of numbers that are accepted, with commas between them: MOBILE,"
              + " FIXED_LINE_OR_MOBILE (countries such as the United States do not distinguish the"
              + " two), FIXED_LINE, VOIP, PERSONAL_NUMBER, PAGER, UAN, VOICEMAIL, TOLL_FREE,"
              + " PREMIUM_RATE, SHARED_COST, UNKNOWN.",
          new StringListOption(
              List.of("MOBILE", "FIXED_LINE_OR_MOBILE"),
              true,
              PhoneNumberParser::isType,
              "number types such as MOBILE",
              List.of("MOBILE", "FIXED_LINE_OR_MOBILE")));

  static final PolicySetting<Integer> CODE_LENGTH =
      number("code-length", "Code length", "Digits of a code, 6 to 8.", 6, 8, 6, Stricter.HIGHER);

  static final PolicySetting<Integer> CODE_LIFESPAN =
      number(
          "code-lifespan",
          "Code lifespan",
          "Seconds that a code is valid after it was sent, 30 to 600. A resend of the same code"
              + " starts them again, at most 600 seconds after the first text.",
          30,
          600,
          180,
          Stricter.LOWER);

  static final PolicySetting<Integer> PROOF_LIFESPAN =
      number(
          "proof-lifespan",
          "Proof lifespan",
          "Seconds for which a proven contact can be used to finish a registration, 1 to 86400.",
          1,
          86_400,
          1800,
          Stricter.LOWER);

  static final PolicySetting<Integer> MAX_ATTEMPTS =
      number(
          "max-attempts",
          "Attempts per code",
          "Guesses at one code, 1 to 100, including the right one. Neither a resend nor another"
              + " authentication session gives more.",
          1,
          MOST_GUESSES,
          5,
          Stricter.LOWER);

  static final PolicySetting<Integer> MAX_ATTEMPTS_PER_HOUR =
      counted(
          "max-attempts-per-hour",
          "Attempts per hour",
          "Guesses at all codes of one recipient for one purpose within an hour",
          10);

  static final PolicySetting<Integer> MAX_FAILURES_PER_REALM_HOUR =
      number(
          "max-failures-per-realm-hour",
          "Wrong codes per realm and hour",
          "Wrong codes of the whole realm within an hour, up to 1000000; 0 turns this limit off."
              + " While it is exceeded, new codes for logins and password resets have 8 digits; no"
              + " request fails.",
          0,
          MANY,
          1000,
          Stricter.LOWER_BUT_ZERO);

  static final PolicySetting<Integer> RESEND_COOLDOWN =
      number(
          "resend-cooldown",
          "Resend cooldown",
          "Seconds between two texts to one recipient for one purpose, up to 3600; 0 turns it off.",
          0,
          3600,
          60,
          Stricter.HIGHER);

  static final PolicySetting<Integer> MAX_SENDS_PER_HOUR =
      counted(
          "max-sends-per-hour",
          "Texts per recipient and hour",
          "Texts to one recipient within an hour",
          5);

  static final PolicySetting<Integer> MAX_SENDS_PER_DAY =
      counted(
          "max-sends-per-day",
          "Texts per recipient and day",
          "Texts to one recipient within a day",
          10);

  static final PolicySetting<Integer> MAX_SENDS_PER_ADDRESS_HOUR =
      counted(
          "max-sends-per-address-hour",
          "Texts per client address and hour",
          "Texts requested from one client address (IPv6: from one /64, and ten times as many from"
              + " one /48) within an hour; a confidential client, which acts for all of its users,"
              + " has no such limit",
          20);

  static final PolicySetting<Integer> MAX_CHECKS_PER_ADDRESS_HOUR =
      counted(
          "max-checks-per-address-hour",
          "Availability checks per client address and hour",
          "Availability checks from one client address within an hour",
          300);

  static final PolicySetting<Integer> MAX_SENDS_PER_REALM_DAY =
      counted(
          "max-sends-per-realm-day",
          "Texts per realm and day",
          "Texts of the whole realm within a day",
          10_000);

  static final PolicySetting<Integer> MAX_SENDS_PER_COUNTRY_DAY =
      number(
          "max-sends-per-country-day",
          "Texts per country and day",
          "Texts to the numbers of one country within a day, up to 1000000; 0 turns this limit"
              + " off.",
          0,
          MANY,
          0,
          Stricter.LOWER_BUT_ZERO);

  static final PolicySetting<Boolean> REVEAL_CONTACTS =
      new PolicySetting<>(
          "reveal-contacts",
          "Reveal contacts",
          "Whether the availability check discloses if a phone number or an e-mail address already"
              + " has an account. If off, it discloses usernames and nicknames only.",
          new BooleanOption(false));

  static final PolicySetting<GatewayChoice> GATEWAYS =
      new PolicySetting<>(
          "gateways",
          "SMS gateways",
          "Ids of the SMS gateways to send through, with commas between them, the preferred one"
              + " first; the next one is tried when one cannot be reached. They can depend on the"
              + " country of the number: KR=solapi,US|CA=twilio+sns,*=http, where + is the order"
              + " and * stands for all other countries. Gateway log prints texts and is for"
              + " development only. Server options configure the gateways.",
          new Gateways());

  static final PolicySetting<Map<PhoneNumber, String>> TEST_NUMBERS =
      new PolicySetting<>(
          "test-numbers",
          "Test numbers",
          "Numbers that get no text and whose code is fixed, for tests and for the review of an"
              + " app: +821000000001:123456, with commas between them. Whoever knows one can prove"
              + " it. They need the server option allow-test-numbers.",
          new TestNumbers());

  static final PolicySetting<Integer> PROOF_MAX_AGE =
      number(
          "proof-max-age",
          "Maximum age of a proof",
          "Days after which a number must be proven again at login, up to 3650; 0 turns it off.",
          0,
          TEN_YEARS_OF_DAYS,
          0,
          Stricter.LOWER_BUT_ZERO);

  static final PolicySetting<LostNumber> LOST_NUMBER =
      new PolicySetting<>(
          "lost-number",
          "Lost numbers",
          "What Verify Phone offers to a user who no longer has the number: contact (the text"
              + " phoneIdentity.lostNumber.contact, which a realm's localization can change) or"
              + " second-factor (another number, where this login has used an authenticator app, a"
              + " passkey, a security key or a recovery code; the text otherwise). It needs Verify"
              + " Phone above the required actions that set these up.",
          new LostNumberOption());

  static final PolicySetting<Integer> RELEASED_NUMBER_QUARANTINE =
      number(
          "released-number-quarantine",
          "Quarantine of released numbers",
          "Days for which a released number cannot be claimed by another user, up to 3650; 0 turns"
              + " it off.",
          0,
          TEN_YEARS_OF_DAYS,
          0,
          Stricter.HIGHER);

  static final List<PolicySetting<?>> ALL =
      List.of(
          DEFAULT_REGION,
          ALLOWED_COUNTRIES,
          ALLOWED_NUMBER_TYPES,
          CODE_LENGTH,
          CODE_LIFESPAN,
          PROOF_LIFESPAN,
          MAX_ATTEMPTS,
          MAX_ATTEMPTS_PER_HOUR,
          MAX_FAILURES_PER_REALM_HOUR,
          RESEND_COOLDOWN,
          MAX_SENDS_PER_HOUR,
          MAX_SENDS_PER_DAY,
          MAX_SENDS_PER_ADDRESS_HOUR,
          MAX_CHECKS_PER_ADDRESS_HOUR,
          MAX_SENDS_PER_REALM_DAY,
          MAX_SENDS_PER_COUNTRY_DAY,
          REVEAL_CONTACTS,
          GATEWAYS,
          TEST_NUMBERS,
          PROOF_MAX_AGE,
          LOST_NUMBER,
          RELEASED_NUMBER_QUARANTINE);

  private PolicySettings() {}

  private static PolicySetting<Integer> number(
      String key,
      String label,
      String help,
      int least,
      int most,
      int defaultValue,
      Stricter stricter) {
    return new PolicySetting<>(
        key, label, help, new IntegerOption(least, most, defaultValue, stricter));
  }

  private static PolicySetting<Integer> counted(
      String key, String label, String help, int defaultValue) {
    return number(key, label, help + ", 1 to 1000000.", 1, MANY, defaultValue, Stricter.LOWER);
  }
}
