package io.github.phoneidentity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.LogCapture;
import io.github.phoneidentity.phone.PhoneCountry;
import io.github.phoneidentity.phone.PhoneNumber;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerificationPolicyTest {

  private static final VerificationPolicy DEFAULTS =
      new VerificationPolicy(
          "KR",
          Set.of(),
          Set.of("MOBILE", "FIXED_LINE_OR_MOBILE"),
          6,
          Duration.ofSeconds(180),
          Duration.ofSeconds(1800),
          5,
          10,
          1000,
          Duration.ofSeconds(60),
          5,
          10,
          20,
          300,
          10_000,
          0,
          false,
          GatewayChoice.of("log"),
          Map.of(),
          Duration.ZERO,
          LostNumber.CONTACT,
          Duration.ZERO);

  @Test
  void emptyIsTheDefault() {
    Map<String, String> blank =
        PolicySettings.ALL.stream().collect(Collectors.toMap(PolicySetting::key, setting -> " "));
    try (LogCapture log = LogCapture.of(PolicyReader.class)) {
      assertThat(VerificationPolicy.from(null)).isEqualTo(DEFAULTS);
      assertThat(VerificationPolicy.from(Map.of())).isEqualTo(DEFAULTS);
      assertThat(VerificationPolicy.from(blank)).isEqualTo(DEFAULTS);
      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void theDefaultsTypedOutAreTheDefaults() {
    Map<String, String> typed =
        PolicySettings.ALL.stream()
            .collect(Collectors.toMap(PolicySetting::key, setting -> setting.type().defaultText()));
    assertThat(VerificationPolicy.from(typed)).isEqualTo(DEFAULTS);
  }

  @Test
  void readsEveryKey() {
    VerificationPolicy policy =
        VerificationPolicy.from(
            Map.ofEntries(
                Map.entry("default-region", "jp"),
                Map.entry("allowed-countries", "kr, JP ,kr"),
                Map.entry("allowed-number-types", "mobile"),
                Map.entry("code-length", "8"),
                Map.entry("code-lifespan", "600"),
                Map.entry("proof-lifespan", "60"),
                Map.entry("max-attempts", "3"),
                Map.entry("max-attempts-per-hour", "7"),
                Map.entry("max-failures-per-realm-hour", "9"),
                Map.entry("resend-cooldown", "0"),
                Map.entry("max-sends-per-hour", "1"),
                Map.entry("max-sends-per-day", "2"),
                Map.entry("max-sends-per-address-hour", "3"),
                Map.entry("max-checks-per-address-hour", "4"),
                Map.entry("max-sends-per-realm-day", "5"),
                Map.entry("max-sends-per-country-day", "6"),
                Map.entry("reveal-contacts", "true"),
                Map.entry("gateways", "solapi, http"),
                Map.entry("proof-max-age", "180"),
                Map.entry("lost-number", "second-factor"),
                Map.entry("released-number-quarantine", "90")));

    assertThat(policy)
        .isEqualTo(
            new VerificationPolicy(
                "JP",
                Set.of("KR", "JP"),
                Set.of("MOBILE"),
                8,
                Duration.ofSeconds(600),
                Duration.ofSeconds(60),
                3,
                7,
                9,
                Duration.ZERO,
                1,
                2,
                3,
                4,
                5,
                6,
                true,
                GatewayChoice.of("solapi, http"),
                Map.of(),
                Duration.ofDays(180),
                LostNumber.SECOND_FACTOR,
                Duration.ofDays(90)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          default-region, Korea, KR
          allowed-countries, "KR,Korea", [KR]
          allowed-countries, Korea, [ZZ]
          allowed-number-types, "MOBILE,CELL", [MOBILE]
          allowed-number-types, CELL, "[MOBILE, FIXED_LINE_OR_MOBILE]"
          code-length, 4, 6
          code-length, 9, 8
          code-length, six, 6
          code-lifespan, 5, 30
          code-lifespan, 601, 180
          code-lifespan, 180s, 180
          proof-lifespan, 0, 1
          proof-lifespan, 999999, 1800
          max-attempts, 0, 1
          max-attempts, -1, 1
          max-attempts, 101, 5
          max-attempts, 99999999999999999999, 5
          max-attempts, 5.5, 5
          max-attempts-per-hour, 0, 1
          max-attempts-per-hour, 1000001, 10
          max-failures-per-realm-hour, -1, 1000
          max-failures-per-realm-hour, 1000001, 1000
          max-failures-per-realm-hour, none, 1000
          resend-cooldown, -1, 60
          resend-cooldown, 99999, 3600
          resend-cooldown, off, 60
          max-sends-per-hour, 0, 1
          max-sends-per-day, 1000001, 10
          max-sends-per-country-day, -1, 0
          max-sends-per-country-day, 1000001, 1000000
          max-sends-per-country-day, many, 0
          reveal-contacts, yes, false
          gateways, "http,no way", http
          gateways, "KR=http,XX=log", log
          gateways, "KR=http,log", log
          gateways, "a b", log
          proof-max-age, -1, 0
          proof-max-age, 99999, 3650
          lost-number, password, contact
          released-number-quarantine, 99999, 3650
          released-number-quarantine, -7, 0
          """)
  void anInvalidImportedValueIsToldAndTheStricterOneUsed(String key, String typed, String used) {
    try (LogCapture log = LogCapture.of(PolicyReader.class)) {
      PolicySetting<?> setting =
          PolicySettings.ALL.stream().filter(s -> s.key().equals(key)).findFirst().orElseThrow();
      assertThat(setting.type().fallback(typed)).hasToString(used);
      VerificationPolicy.from(Map.of(key, typed));
      assertThat(log.lines()).singleElement().asString().startsWith("WARN").contains(key, used);
    }
  }

  @Test
  void anUnknownKeyIsTold() {
    try (LogCapture log = LogCapture.of(PolicyReader.class)) {
      assertThat(VerificationPolicy.from(Map.of("max-atempts", "1"))).isEqualTo(DEFAULTS);
      assertThat(log.lines()).singleElement().asString().contains("max-atempts");
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      nullValues = "-",
      textBlock =
          """
          -, -, +821012345678, true
          -, -, +16502530000, true
          -, -, +8221234567, false
          -, -, +80012345678, false
          KR, -, +821012345678, true
          KR, -, +16502530000, false
          "KR,US", -, +16502530000, true
          Korea, -, +821012345678, false
          -, FIXED_LINE, +8221234567, true
          -, FIXED_LINE, +821012345678, false
          -, MOBILE, +16502530000, false
          -, -, +12015550123, false
          US, -, +12015550123, false
          US, -, +12015550223, true
          """)
  void allowsByCountryAndType(String countries, String types, String e164, boolean allowed) {
    Map<String, String> config =
        Stream.of(
                new String[] {"allowed-countries", countries},
                new String[] {"allowed-number-types", types})
            .filter(entry -> entry[1] != null)
            .collect(Collectors.toMap(entry -> entry[0], entry -> entry[1]));
    assertThat(VerificationPolicy.from(config).allows(new PhoneNumber(e164))).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "'KR,JP,US', http, 'US,JP,KR'",
    "'KR,JP,US', KR|JP=http, 'JP,KR'",
    "'', KR|JP=http, 'JP,KR'",
    "'KR,JP', 'KR=solapi,*=http', 'JP,KR'"
  })
  void countriesAreTheAllowedOnesThatHaveAGateway(String allowed, String gateways, String offered) {
    VerificationPolicy policy =
        VerificationPolicy.from(Map.of("allowed-countries", allowed, "gateways", gateways));

    assertThat(policy.countries())
        .extracting(PhoneCountry::region)
        .containsExactly(offered.split(","));
  }

  @Test
  void everyCountryIsOfferedUnlessThePolicyRestrictsThem() {
    assertThat(VerificationPolicy.from(null).countries()).isEqualTo(PhoneCountry.all());
  }

  @Test
  void noGatewayGetsATextToANumberOfFiction() {
    VerificationPolicy policy = VerificationPolicy.from(Map.of("gateways", "KR=log,*=http"));

    assertThat(policy.gatewaysOf(new PhoneNumber("+12015550123"))).isEmpty();
    assertThat(policy.gatewaysOf(new PhoneNumber("+12015550223"))).containsExactly("http");
    assertThat(policy.gatewaysOf(new PhoneNumber("+821012345678"))).containsExactly("log");
  }
}
