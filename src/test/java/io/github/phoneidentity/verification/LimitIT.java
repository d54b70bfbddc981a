package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Meters;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every limit of texts, in the browser and by REST: told with the time at which it works again, an
 * event, a metric, and healed by time alone.
 */
class LimitIT {

  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final int DAY = 24 * HOUR;

  private static final Meters METERS = new Meters(KeycloakServer.shared());

  /** A limit that the second of two requests meets. */
  enum Tripped {
    COOLDOWN("cooldown-registration", "resend-cooldown", "60", MINUTE, Asks.FOR_THE_SAME_NUMBER),
    RECIPIENT_HOUR("sends-hour", "max-sends-per-hour", "1", HOUR, Asks.FOR_THE_SAME_NUMBER),
    RECIPIENT_DAY("sends-day", "max-sends-per-day", "1", DAY, Asks.FOR_THE_SAME_NUMBER),
    ADDRESS("address-hour", "max-sends-per-address-hour", "1", HOUR, Asks.FROM_THE_SAME_ADDRESS),
    NETWORK("address-hour", "max-sends-per-address-hour", "1", HOUR, Asks.FROM_THE_SAME_NETWORK),
    COUNTRY("country-day", "max-sends-per-country-day", "1", DAY, Asks.FOR_SOMETHING_ELSE),
    REALM("realm-day", "max-sends-per-realm-day", "1", DAY, Asks.FOR_SOMETHING_ELSE);

    private final String limit;
    private final String key;
    private final String value;
    private final int window;
    private final Asks asks;

    Tripped(String limit, String key, String value, int window, Asks asks) {
      this.limit = limit;
      this.key = key;
      this.value = value;
      this.window = window;
      this.asks = asks;
    }
  }

  private enum Asks {
    FOR_THE_SAME_NUMBER,
    FROM_THE_SAME_ADDRESS,
    FROM_THE_SAME_NETWORK,
    FOR_SOMETHING_ELSE
  }

  /** Addresses that are not private need no TLS in this realm. */
  @AutoClose
  private final TestRealm realm = TestRealm.create(json -> json.put("sslRequired", "none"));

  private final Rows rows = new Rows(realm);
  private final String phone = Unique.phone();

  @ParameterizedTest
  @EnumSource
  void browserIsToldOnAClearPage(Tripped by) {
    double tripped = set(by);
    assertThat(SignUp.begin(realm, browser(by, 1)).phone(phone).asksForCode()).isTrue();

    SignUp refused = SignUp.begin(realm, browser(by, 2)).phone(number(by));

    assertThat(refused.page().status()).isEqualTo(200);
    assertThat(refused.page().errorAt("phone"))
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .matches(
                        "Too many codes were requested\\. Try again in \\d+ (minutes?|hours)\\.")
                    .satisfies(
                        told -> assertThat(told.contains("hours")).isEqualTo(by.window == DAY)));
    assertReportedAndHeals(by, tripped);
    assertThat(SignUp.begin(realm, browser(by, 2)).phone(number(by)).asksForCode()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void appIsTold429AndWhenToComeBack(Tripped by) {
    double tripped = set(by);
    from(address(by, 1)).send("registration", phone).then().statusCode(201);

    Response refused = from(address(by, 2)).send("registration", number(by));

    refused.then().statusCode(429);
    assertThat(refused.<String>path("error")).isEqualTo("too_many_requests");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, by.window);
    assertReportedAndHeals(by, tripped);
    from(address(by, 2)).send("registration", number(by)).then().statusCode(201);
  }

  @ParameterizedTest
  @EnumSource
  void resetIsToldWhatWasTypedAndItsAddressHaveSpentAndNothingMore(Tripped by) {
    set(by);
    from(address(by, 1)).send("password-reset", phone).then().statusCode(201);

    Response again = from(address(by, 2)).send("password-reset", number(by));

    boolean told = by != Tripped.COUNTRY && by != Tripped.REALM;
    assertThat(again.statusCode()).isEqualTo(told ? 429 : 201);
  }

  @Test
  void longestOfTheLimitsThatAreUsedUpIsTold() {
    realm.setPolicy(Map.of("max-sends-per-hour", "1", "max-sends-per-day", "1"));
    RestApi.fromEverywhere(realm).send("registration", phone).then().statusCode(201);

    Response refused = RestApi.fromEverywhere(realm).send("registration", phone);

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(DAY - MINUTE, DAY);
  }

  @ParameterizedTest
  @ValueSource(strings = {"registration", "password-reset"})
  void appGetsNoTextForACountryThatIsNotAllowed(String purpose) {
    realm.setPolicy(Map.of("allowed-countries", "JP"));

    Response refused = RestApi.fromEverywhere(realm).send(purpose, phone);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.<String>path("error")).isEqualTo("phone_not_allowed");
    assertThat(rows.scopes("%")).isEmpty();
  }

  private double set(Tripped by) {
    realm.setPolicy(Map.of("resend-cooldown", "0"));
    realm.setPolicy(Map.of(by.key, by.value));
    return count(by);
  }

  private void assertReportedAndHeals(Tripped by, double before) {
    assertThat(realm.events("REGISTER_ERROR"))
        .singleElement()
        .satisfies(event -> assertThat(event).containsEntry("error", "too_many_requests"));
    assertThat(count(by)).isGreaterThan(before);
    rows.endWindows("%");
  }

  private static double count(Tripped by) {
    return METERS.sum("phone.identity.limits.tripped.total", "limit=\"" + by.limit + "\"");
  }

  private String number(Tripped by) {
    return by.asks == Asks.FOR_THE_SAME_NUMBER ? Unique.national(phone) : Unique.phone();
  }

  private static Browser browser(Tripped by, int request) {
    return new Browser("en", address(by, request));
  }

  private static String address(Tripped by, int request) {
    return switch (by.asks) {
      case FOR_THE_SAME_NUMBER, FOR_SOMETHING_ELSE -> Unique.address();
      case FROM_THE_SAME_ADDRESS -> "192.0.2.7";
      case FROM_THE_SAME_NETWORK -> "2001:db8:1:2:" + request + "::1";
    };
  }

  private RestApi from(String address) {
    return new RestApi(realm, address);
  }
}
