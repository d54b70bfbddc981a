package io.github.phoneidentity.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The recipe of {@code docs/account-and-apps.md} for apps that speak SAML. */
class SamlPhoneIT {

  private static final String CONSUMER = "https://sp.example.com/acs";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @BeforeAll
  static void followTheRecipe() {
    REALM
        .admin()
        .body(
            Map.of(
                "clientId",
                "https://sp.example.com",
                "protocol",
                "saml",
                "adminUrl",
                CONSUMER,
                "redirectUris",
                List.of(CONSUMER),
                "attributes",
                Map.of(
                    "saml_idp_initiated_sso_url_name", "sp",
                    "saml.client.signature", "false"),
                "protocolMappers",
                List.of(
                    mapper("phone", "phoneNumber", "urn:oid:2.5.4.20", "telephoneNumber"),
                    mapper(
                        "phone verified",
                        "phoneNumberVerified",
                        "phone_number_verified",
                        "phone_number_verified"))))
        .post("/clients")
        .then()
        .log()
        .ifValidationFails()
        .statusCode(201);
  }

  private static Map<String, Object> mapper(
      String name, String attribute, String samlName, String friendlyName) {
    return Map.of(
        "name",
        name,
        "protocol",
        "saml",
        "protocolMapper",
        "saml-user-attribute-mapper",
        "config",
        Map.of(
            "user.attribute", attribute,
            "attribute.name", samlName,
            "friendly.name", friendlyName,
            "attribute.nameformat", samlName.startsWith("urn:") ? "URI Reference" : "Basic"));
  }

  @Test
  void assertionCarriesTheProvenNumber() {
    TestUser user = TestUser.random();
    REALM.createUser(user);

    Document assertion = logIn(user);

    assertThat(values(assertion, "urn:oid:2.5.4.20")).containsExactly(user.phone());
    assertThat(values(assertion, "phone_number_verified")).containsExactly("true");
  }

  @Test
  void assertionOfAUserWithoutANumberHasNeither() {
    TestUser user = TestUser.random().withoutPhone();
    REALM.createUser(user);

    Document assertion = logIn(user);

    assertThat(values(assertion, "urn:oid:2.5.4.20")).isEmpty();
    assertThat(values(assertion, "phone_number_verified")).isEmpty();
  }

  private static Document logIn(TestUser user) {
    Browser browser = new Browser();
    Page page = browser.open(URI.create(REALM.url() + "/protocol/saml/clients/sp"));
    String action = page.form().action().toString();
    Page answer =
        browser.post(
            URI.create(action),
            Map.of("username", List.of(user.username()), "password", List.of(user.password())));
    String response = answer.html().select("input[name=SAMLResponse]").attr("value");
    assertThat(answer.html().select("form").attr("action")).isEqualTo(CONSUMER);
    return Jsoup.parse(
        new String(Base64.getDecoder().decode(response), StandardCharsets.UTF_8),
        Parser.xmlParser());
  }

  private static List<String> values(Document assertion, String name) {
    return assertion.select("saml|Attribute[Name='" + name + "'] > saml|AttributeValue").eachText();
  }
}
