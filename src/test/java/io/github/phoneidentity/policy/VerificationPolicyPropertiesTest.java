package io.github.phoneidentity.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.doReturn;

import io.github.phoneidentity.sms.SmsGateway;
import io.github.phoneidentity.sms.SmsGatewaySpi;
import io.github.phoneidentity.testing.Stub;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.userprofile.ValidationException;

class VerificationPolicyPropertiesTest {

  /** Where Keycloak's options are read from while no server runs. */
  private static final String TEST_NUMBERS =
      "keycloak.realm-restapi-extension.phone-identity.allow-test-numbers";

  @Test
  void everyFieldHasLabelExplanationAndDefault() {
    assertThat(VerificationPolicyProperties.all())
        .extracting(ProviderConfigProperty::getName)
        .containsExactly(
            "default-region",
            "allowed-countries",
            "allowed-number-types",
            "code-length",
            "code-lifespan",
            "proof-lifespan",
            "max-attempts",
            "max-attempts-per-hour",
            "max-failures-per-realm-hour",
            "resend-cooldown",
            "max-sends-per-hour",
            "max-sends-per-day",
            "max-sends-per-address-hour",
            "max-checks-per-address-hour",
            "max-sends-per-realm-day",
            "max-sends-per-country-day",
            "reveal-contacts",
            "gateways",
            "test-numbers",
            "proof-max-age",
            "lost-number",
            "released-number-quarantine");
    assertThat(VerificationPolicyProperties.all())
        .allSatisfy(
            field -> {
              assertThat(field.getLabel()).isNotBlank();
              assertThat(field.getHelpText()).isNotBlank();
              assertThat(field.getDefaultValue()).isNotNull();
            });
  }

  @Test
  void validEmptyAndMissingValuesAreSaved() {
    assertThatCode(
            () -> {
              validate(null);
              validate(Map.of());
              validate(Map.of("code-length", "", "gateways", "log, http", "max-attempts", " 3 "));
            })
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          code-length, 5, "code-length must be a whole number from 6 to 8, not '5'"
          max-attempts, many, "max-attempts must be a whole number from 1 to 100, not 'many'"
          default-region, Korea, "default-region must be an ISO 3166 country code such as KR, not 'Korea'"
          allowed-countries, "KR,82", "allowed-countries must be ISO 3166 country codes such as KR with commas between them, not '82'"
          allowed-countries, ",", "allowed-countries holds only commas"
          allowed-number-types, CELL, "allowed-number-types must be number types such as MOBILE with commas between them, not 'CELL'"
          reveal-contacts, yes, "reveal-contacts must be true or false, not 'yes'"
          lost-number, password, "lost-number must be contact or second-factor, not 'password'"
          gateways, "http,pigeon", "gateways names the unknown gateway 'pigeon'; there are http, log"
          gateways, "KR=http,*=log+pigeon", "gateways names the unknown gateway 'pigeon'; there are http, log"
          gateways, "KR=http", "gateways has no gateway for *: add an entry for it, or *=…"
          gateways, "KR=http,log", "gateways must have entries such as KR=…, not 'log'"
          gateways, "Korea=http", "gateways names 'KOREA', which is no ISO 3166 country code"
          gateways, "KR=http,KR=log", "gateways has two entries for 'KR'"
          gateways, "a b", "gateways must be gateway ids such as http with commas between them, or by country such as KR=solapi,*=twilio+http, not 'a b'"
          gateways, ",", "gateways names no gateway"
          max-atempts, 5, "max-atempts is no key of this policy"
          """)
  void aWrongValueIsRefusedWithItsKeyAndTheReason(String key, String value, String reason) {
    ValidationException refusal =
        catchThrowableOfType(ValidationException.class, () -> validate(Map.of(key, value)));
    assertThat(refusal.getErrors())
        .singleElement()
        .satisfies(
            error -> {
              assertThat(error.getAttribute()).isEqualTo(key);
              assertThat(error.getMessage()).isEqualTo(reason);
            });
  }

  @Test
  void everyAllowedCountryNeedsAGateway() {
    assertThatCode(() -> validate(Map.of("allowed-countries", "KR,US", "gateways", "KR|US=http")))
        .doesNotThrowAnyException();
    ValidationException refusal =
        catchThrowableOfType(
            ValidationException.class,
            () -> validate(Map.of("allowed-countries", "KR,US", "gateways", "KR=http")));
    assertThat(refusal.getErrors())
        .singleElement()
        .extracting(ValidationException.Error::getMessage)
        .isEqualTo("gateways has no gateway for US: add an entry for it, or *=…");
  }

  @Test
  void codesOfTestNumbersHaveTheRealmsLength() {
    System.setProperty(TEST_NUMBERS, "true");
    try {
      assertThatCode(
              () -> validate(Map.of("test-numbers", "+821000000001:12345678", "code-length", "8")))
          .doesNotThrowAnyException();
      ValidationException refusal =
          catchThrowableOfType(
              ValidationException.class,
              () -> validate(Map.of("test-numbers", "+821000000001:12345678")));
      assertThat(refusal.getErrors())
          .singleElement()
          .extracting(ValidationException.Error::getMessage)
          .isEqualTo("test-numbers must have codes of 6 digits, as code-length says");
    } finally {
      System.clearProperty(TEST_NUMBERS);
    }
  }

  @Test
  void everyWrongValueIsNamedAtOnce() {
    ValidationException refusal =
        catchThrowableOfType(
            ValidationException.class,
            () -> validate(Map.of("code-length", "5", "max-attempts", "0")));
    assertThat(refusal.getErrors()).hasSize(2);
  }

  private static void validate(Map<String, String> config) {
    RequiredActionConfigModel model = new RequiredActionConfigModel();
    model.setProviderId(ProviderIds.VERIFY_PHONE);
    model.setConfig(config);
    VerificationPolicyProperties.validate(session(), null, model);
  }

  private static KeycloakSession session() {
    KeycloakSessionFactory factory = Stub.of(KeycloakSessionFactory.class);
    doReturn(Set.of(new SmsGatewaySpi())).when(factory).getSpis();
    KeycloakSession session = Stub.of(KeycloakSession.class);
    doReturn(factory).when(session).getKeycloakSessionFactory();
    doReturn(Set.of("log", "http")).when(session).listProviderIds(SmsGateway.class);
    return session;
  }
}
