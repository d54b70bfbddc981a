package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.nullValue;

import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** {@code /admin/realms/{realm}/phone-identity/texts}, and what becomes of a realm's own texts. */
class AdminTextsIT {

  private static final String TEXTS = "/phone-identity/texts";
  private static final String KEY = "phoneIdentity.sms.registration";
  private static final String OF_SIGN_UP =
      "texts.find { it.locale == 'en' && it.key == '" + KEY + "' }";

  @AutoClose private final TestRealm realm = TestRealm.create();

  private final String phone = Unique.phone();

  @Test
  void shippedTextsAreOneSegmentEach() {
    realm
        .admin()
        .get(TEXTS)
        .then()
        .statusCode(200)
        .body("texts.locale.unique()", equalTo(List.of("en", "ko")))
        .body("texts.key", hasItems(KEY, "phoneIdentity.notice.phone-changed.sms"))
        .body("texts.segments", everyItem(equalTo(1)))
        .body("texts.warning", everyItem(nullValue()));
  }

  @Test
  void longTextIsSentAndReported() {
    localise("{0} is your code. " + "Do not share it with anyone. ".repeat(6));

    realm
        .admin()
        .get(TEXTS)
        .then()
        .body(OF_SIGN_UP + ".segments", equalTo(2))
        .body(OF_SIGN_UP + ".warning", equalTo("several_segments"));
    assertThat(text()).contains("Do not share it with anyone. Do not share it with anyone.");
    assertThat(warnings()).contains("makes a text of more than one SMS segment");
  }

  @Test
  void textWithoutTheCodeIsReplacedByTheShippedOneAndReportedOnce() {
    localise("Welcome to {1}!");

    realm
        .admin()
        .get(TEXTS)
        .then()
        .body(OF_SIGN_UP + ".segments", equalTo(1))
        .body(OF_SIGN_UP + ".warning", equalTo("code_missing"));
    assertThat(text()).contains(" is your Demo sign-up code.");
    new RestApi(realm).send("registration", Unique.phone()).then().statusCode(201);
    assertThat(warnings()).containsOnlyOnce("message " + KEY + " in en does not contain");
  }

  @Test
  void brokenPatternIsReplacedByTheShippedOne() {
    localise("{0,unknown}: a broken pattern");

    realm.admin().get(TEXTS).then().body(OF_SIGN_UP + ".warning", equalTo("invalid_pattern"));
    assertThat(text()).contains(" is your Demo sign-up code.");
    assertThat(warnings()).contains("is no valid pattern");
  }

  @Test
  void realmThatDoesNotParticipateHasNoTexts() {
    realm.admin().delete("/authentication/required-actions/VERIFY_PHONE").then().statusCode(204);

    realm.admin().get(TEXTS).then().statusCode(404);
  }

  /** The text that a sign-up sends. */
  private String text() {
    new RestApi(realm).send("registration", phone).then().statusCode(201);
    return realm.inbox().awaitText(phone).text();
  }

  private String warnings() {
    return realm
        .server()
        .logs()
        .lines()
        .filter(line -> line.contains("Realm " + realm.name() + ": message"))
        .reduce("", (all, line) -> all + line + "\n");
  }

  private void localise(String text) {
    realm
        .admin()
        .contentType("text/plain")
        .body(text)
        .put("/localization/en/{key}", KEY)
        .then()
        .statusCode(204);
  }
}
