package io.github.phoneidentity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds the demo realm to what is promised of it. What the file leaves out (keys, Keycloak's own
 * client scopes, clients and flows) is made by the importing server, so that it is always that
 * server's version.
 */
class RealmExportTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode realm = read();

  @Test
  void theRealmIsOpenForSignUp() {
    assertThat(
            List.of(
                "registrationAllowed", "resetPasswordAllowed", "rememberMe", "editUsernameAllowed"))
        .allMatch(setting -> realm.get(setting).asBoolean());
    assertThat(realm.get("verifyEmail").asBoolean()).isFalse();
    assertThat(realm.get("bruteForceProtected").asBoolean()).isTrue();
    assertThat(realm.get("sslRequired").asText()).isEqualTo("external");
    assertThat(realm.get("accessTokenLifespan").asInt()).isEqualTo(1800);
    assertThat(realm.get("loginTheme").asText()).isEqualTo("phone-identity");
    assertThat(realm.get("accountTheme").asText()).isEqualTo("phone-identity");
    assertThat(texts(realm.get("supportedLocales"))).containsExactly("en", "ko");
    assertThat(realm.get("defaultLocale").asText()).isEqualTo("en");
  }

  @Test
  void theRealmHoldsNoSecret() {
    assertThat(realm.findValuesAsText("secret")).isEmpty();
    assertThat(realm.findValuesAsText("privateKey")).isEmpty();
    assertThat(realm.findValues("id")).isEmpty();
    assertThat(only(realm.get("users")).has("credentials")).isFalse();
  }

  /** Only an import at the start would resolve one; every other keeps it as a value. */
  @Test
  void nothingIsLeftToTheEnvironment() throws IOException {
    assertThat(Files.readString(Path.of("realm-export.json")))
        .doesNotContainPattern("\\$\\{[A-Z_]+[:}]")
        .doesNotContain("${env.");
    assertThat(named(realm.get("requiredActions"), "alias", "VERIFY_PHONE").get("config"))
        .isEmpty();
  }

  @Test
  void theAdministratorHasNoPasswordAndChangesTheFirstOne() {
    JsonNode admin = only(realm.get("users"));
    assertThat(admin.get("username").asText()).isEqualTo("admin");
    assertThat(admin.get("email").asText()).isEqualTo("admin@example.com");
    assertThat(texts(admin.get("realmRoles")))
        .containsExactlyInAnyOrder("admin", "default-roles-demo");
    assertThat(texts(admin.get("requiredActions"))).containsExactly("UPDATE_PASSWORD");
  }

  @Test
  void everyUserIsAMemberAndMayDeleteTheOwnAccount() {
    JsonNode roles = realm.at("/roles/realm");
    assertThat(texts(named(roles, "name", "default-roles-demo").at("/composites/realm")))
        .contains("member");
    assertThat(texts(named(roles, "name", "member").at("/composites/client/account")))
        .containsExactly("delete-account");
  }

  @Test
  void administratorsManageUsersAndLookAtRoles() {
    JsonNode granted = named(realm.at("/roles/realm"), "name", "admin").get("composites");
    assertThat(granted.size()).isEqualTo(1);
    assertThat(granted.get("client").size()).isEqualTo(1);
    assertThat(texts(granted.at("/client/realm-management")))
        .containsExactlyInAnyOrder("manage-users", "view-users", "view-realm");
  }

  @Test
  void theDemoAppIsAPublicClientWithPkce() {
    JsonNode app = only(realm.get("clients"));
    assertThat(app.get("clientId").asText()).isEqualTo("demo-app");
    assertThat(List.of("publicClient", "standardFlowEnabled", "directAccessGrantsEnabled"))
        .allMatch(setting -> app.get(setting).asBoolean());
    assertThat(app.at("/attributes/pkce.code.challenge.method").asText()).isEqualTo("S256");
    assertThat(texts(app.get("redirectUris")))
        .containsExactly(
            "http://localhost:8080/*", "http://localhost:3000/*", "http://localhost/*");
    assertThat(texts(app.get("webOrigins"))).containsExactly("+");
    assertThat(texts(app.get("defaultClientScopes")))
        .contains("acr", "basic", "email", "phone", "profile", "roles", "web-origins");
  }

  @ParameterizedTest
  @CsvSource({
    "browserFlow, identifier-password-form",
    "registrationFlow, registration-verify-contact",
    "directGrantFlow, direct-grant-validate-identifier",
    "resetCredentialsFlow, reset-choose-user-by-identifier",
  })
  void aBoundFlowTakesEveryIdentifier(String binding, String authenticator) {
    assertThat(authenticators(realm.get(binding).asText())).contains(authenticator);
  }

  @Test
  void signUpBeginsWithAPhoneProvenBySms() {
    JsonNode executions =
        flow(realm.get("registrationFlow").asText()).get("authenticationExecutions");
    JsonNode first = executions.get(0);
    assertThat(first.get("authenticator").asText()).isEqualTo("registration-verify-contact");
    assertThat(first.get("requirement").asText()).isEqualTo("REQUIRED");
    JsonNode config =
        named(realm.get("authenticatorConfig"), "alias", first.get("authenticatorConfig").asText());
    assertThat(config.at("/config/channel").asText()).isEqualTo("sms");
    assertThat(authenticators(executions.get(1).get("flowAlias").asText()))
        .startsWith("registration-user-creation")
        .contains("registration-password-action", "registration-contact-action");
  }

  @Test
  void thePasswordGrantAsksForTheAppAndForATextWhereThereIsNoApp() {
    JsonNode steps = flow(realm.get("directGrantFlow").asText()).get("authenticationExecutions");
    assertThat(items(steps).map(step -> step.get("requirement").asText()))
        .containsExactly("REQUIRED", "REQUIRED", "CONDITIONAL", "CONDITIONAL");
    String otp = steps.get(2).get("flowAlias").asText();
    assertThat(authenticators(otp))
        .containsExactly("conditional-user-configured", "direct-grant-validate-otp");
    String sms = steps.get(3).get("flowAlias").asText();
    assertThat(authenticators(sms))
        .containsExactly(
            "conditional-user-configured",
            "conditional-sub-flow-executed",
            "direct-grant-validate-sms-code");
    JsonNode condition =
        named(
            realm.get("authenticatorConfig"),
            "alias",
            flow(sms).at("/authenticationExecutions/1/authenticatorConfig").asText());
    assertThat(condition.at("/config/flow_to_check").asText()).isEqualTo(otp);
    assertThat(condition.at("/config/check_result").asText()).isEqualTo("not-executed");
  }

  @Test
  void theResetProvesTheNumberAndAsksForAnotherFactor() {
    assertThat(authenticators(realm.get("resetCredentialsFlow").asText()))
        .startsWith("reset-choose-user-by-identifier", "reset-credential-sms")
        .doesNotContain("reset-credential-email", "sms-otp-form")
        .endsWith("reset-password");
  }

  @Test
  void everyReferenceOfAFlowResolves() {
    items(realm.get("authenticationFlows"))
        .flatMap(flow -> items(flow.get("authenticationExecutions")))
        .forEach(
            execution -> {
              if (execution.has("flowAlias")) {
                assertThat(flow(execution.get("flowAlias").asText())).isNotNull();
              }
              if (execution.has("authenticatorConfig")) {
                named(
                    realm.get("authenticatorConfig"),
                    "alias",
                    execution.get("authenticatorConfig").asText());
              }
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "VERIFY_PHONE",
        "delete_account",
        "UPDATE_PASSWORD",
        "VERIFY_PROFILE",
        "CONFIGURE_TOTP"
      })
  void aRequiredActionIsEnabledButMeetsNobodyByDefault(String alias) {
    JsonNode action = named(realm.get("requiredActions"), "alias", alias);
    assertThat(action.get("enabled").asBoolean()).isTrue();
    assertThat(action.get("defaultAction").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "username, false",
    "email, true",
    "nickname, true",
    "firstName, true",
    "lastName, false"
  })
  void aUserEditsTheOwnProfile(String attribute, boolean required) throws IOException {
    JsonNode declared = profileAttribute(attribute);
    assertThat(texts(declared.at("/permissions/edit"))).containsExactly("admin", "user");
    assertThat(texts(declared.at("/required/roles")))
        .isEqualTo(required ? List.of("user") : List.of());
  }

  @Test
  void aUserHasOneName() throws IOException {
    assertThat(profileAttribute("firstName").get("displayName").asText())
        .isEqualTo("${phoneIdentity.profile.name}");
    assertThat(profileAttribute("lastName").at("/annotations/notAskedAtSignUp").asText())
        .isEqualTo("true");
  }

  @Test
  void aUserSeesButNeverEditsTheProvenNumber() throws IOException {
    JsonNode declared = profileAttribute("phoneNumber");
    assertThat(texts(declared.at("/permissions/view"))).containsExactly("admin", "user");
    assertThat(texts(declared.at("/permissions/edit"))).containsExactly("admin");
  }

  /** The account console would draw them raw; users see them as claims. */
  @ParameterizedTest
  @ValueSource(strings = {"phoneNumberVerified", "phoneNumberVerifiedAt"})
  void theProofIsForAdministrators(String attribute) throws IOException {
    JsonNode declared = profileAttribute(attribute);
    assertThat(texts(declared.at("/permissions/view"))).containsExactly("admin");
    assertThat(texts(declared.at("/permissions/edit"))).containsExactly("admin");
  }

  @ParameterizedTest
  @CsvSource({
    "nick, true",
    "닉네임1, true",
    "९, true",
    "123456789012345, true",
    "1234567890123456, false",
    "a b, false",
    "a@b, false",
    "\u3164, false",
    "\u115F\u1160, false",
    "nick\uFFA0, false",
    "admin\uFE0F, false",
    "admin\uDB40\uDD00, false",
    "a\u034Fb, false",
    "a\u180Bb, false",
    "한글\u0301, true"
  })
  void aNicknameIsLettersAndDigitsOfAnyScript(String nickname, boolean allowed) throws IOException {
    String pattern = profileAttribute("nickname").at("/validations/pattern/pattern").asText();
    assertThat(nickname.matches(pattern)).isEqualTo(allowed);
  }

  @ParameterizedTest
  @CsvSource({
    "username, unique-identifier",
    "nickname, unique-identifier",
    "phoneNumber, unique-identifier",
    "phoneNumber, phone-number"
  })
  void anIdentifierIsCheckedKindlyBeforeTheDatabaseDecides(String attribute, String validator)
      throws IOException {
    assertThat(profileAttribute(attribute).get("validations").has(validator)).isTrue();
  }

  @Test
  void aTextMessageIsOneOfTheSecondFactorsOfTheBrowserFlow() {
    String conditional = "phone identity browser - conditional second factor";
    JsonNode steps = flow(conditional).get("authenticationExecutions");
    assertThat(authenticators(realm.get("browserFlow").asText())).contains("sms-otp-form");
    assertThat(named(steps, "authenticator", "sms-otp-form").get("requirement").asText())
        .isEqualTo("ALTERNATIVE");
    assertThat(named(steps, "authenticator", "auth-otp-form").get("requirement").asText())
        .isEqualTo("ALTERNATIVE");
    assertThat(steps.get(0).get("authenticator").asText()).isEqualTo("conditional-user-configured");
  }

  @ParameterizedTest
  @CsvSource({
    "identifier-password-form, pwd",
    "auth-otp-form, otp",
    "sms-otp-form, sms",
    "registration-verify-contact, sms",
    "direct-grant-validate-password, pwd",
    "direct-grant-validate-otp, otp",
    "direct-grant-validate-sms-code, sms",
  })
  void aTokenTellsHowItsUserHasLoggedIn(String authenticator, String reference) {
    JsonNode step =
        items(realm.get("authenticationFlows"))
            .flatMap(flow -> items(flow.get("authenticationExecutions")))
            .filter(execution -> execution.path("authenticator").asText().equals(authenticator))
            .findFirst()
            .orElseThrow();
    JsonNode config =
        named(realm.get("authenticatorConfig"), "alias", step.get("authenticatorConfig").asText());
    assertThat(config.get("config").get("default.reference.value").asText()).isEqualTo(reference);
    assertThat(config.get("config").get("default.reference.maxAge").asInt()).isPositive();
    assertThat(only(only(realm.get("clients")).get("protocolMappers")).get("protocolMapper"))
        .hasToString("\"oidc-amr-mapper\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"VERIFY_PHONE", "UPDATE_PHONE", "CONFIGURE_SMS_OTP", "delete_account"})
  void anActionIsThereButMeetsNobodyUnasked(String action) {
    JsonNode registered = named(realm.get("requiredActions"), "alias", action);
    assertThat(registered.get("enabled").asBoolean()).isTrue();
    assertThat(registered.get("defaultAction").asBoolean()).isFalse();
  }

  @Test
  void anActionIsCalledAsInTheDocumentation() {
    assertThat(
            Stream.of("VERIFY_PHONE", "UPDATE_PHONE", "CONFIGURE_SMS_OTP")
                .map(alias -> named(realm.get("requiredActions"), "alias", alias))
                .map(action -> action.get("name").asText()))
        .containsExactly("Verify Phone", "Update Phone", "Configure SMS OTP");
  }

  private JsonNode profileAttribute(String name) throws IOException {
    JsonNode provider = only(realm.at("/components/org.keycloak.userprofile.UserProfileProvider"));
    JsonNode profile = JSON.readTree(provider.at("/config/kc.user.profile.config/0").asText());
    return named(profile.get("attributes"), "name", name);
  }

  private JsonNode flow(String alias) {
    return named(realm.get("authenticationFlows"), "alias", alias);
  }

  private List<String> authenticators(String flowAlias) {
    return items(flow(flowAlias).get("authenticationExecutions"))
        .flatMap(
            execution ->
                execution.has("flowAlias")
                    ? authenticators(execution.get("flowAlias").asText()).stream()
                    : Stream.of(execution.get("authenticator").asText()))
        .toList();
  }

  private static JsonNode named(JsonNode array, String key, String value) {
    List<JsonNode> found =
        items(array).filter(item -> item.get(key).asText().equals(value)).toList();
    assertThat(found).as("%s %s", key, value).hasSize(1);
    return found.get(0);
  }

  private static JsonNode only(JsonNode array) {
    assertThat(array).hasSize(1);
    return array.get(0);
  }

  private static List<String> texts(JsonNode array) {
    return items(array).map(JsonNode::asText).toList();
  }

  private static Stream<JsonNode> items(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static JsonNode read() {
    try {
      return JSON.readTree(Path.of("realm-export.json").toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
