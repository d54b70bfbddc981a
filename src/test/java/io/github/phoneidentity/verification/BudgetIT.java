package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Meters;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a realm allows to one address, one country and all together, and where it sends at all. */
class BudgetIT {

  private static final Meters METERS = new Meters(KeycloakServer.shared());

  /** Addresses that are not private need no TLS in this realm. */
  @AutoClose
  private final TestRealm realm = TestRealm.create(json -> json.put("sslRequired", "none"));

  private final Rows rows = new Rows(realm);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "192.0.2.7 192.0.2.7 192.0.2.8",
        "2001:db8:1:2::1 2001:db8:1:2:ffff::9 2001:db8:1:3::1"
      })
  void addressHasAnHourlyBudgetThatItsNetworkSharesAndNoOther(String addresses) {
    realm.setPolicy(Map.of("max-sends-per-address-hour", "1"));
    double tripped = METERS.sum("phone.identity.limits.tripped.total", "limit=\"address-hour\"");
    String[] from = addresses.split(" ");

    assertThat(ask(from[0]).asksForCode()).isTrue();
    assertTooMany(ask(from[1]));
    assertThat(ask(from[2]).asksForCode()).isTrue();

    assertThat(METERS.sum("phone.identity.limits.tripped.total", "limit=\"address-hour\""))
        .isGreaterThan(tripped);
    assertThat(realm.events("REGISTER_ERROR"))
        .singleElement()
        .satisfies(event -> assertThat(event).containsEntry("error", "too_many_requests"));
  }

  @Test
  void refusedRequestSpendsNothing() {
    realm.setPolicy(Map.of("max-sends-per-address-hour", "1"));
    String phone = Unique.phone();
    SignUp.begin(realm, new Browser("en", "10.1.1.1")).phone(Unique.phone());

    assertTooMany(SignUp.begin(realm, new Browser("en", "10.1.1.1")).phone(phone));

    assertThat(rows.scopes("sms:" + phone)).isEmpty();
    assertThat(SignUp.begin(realm).phone(phone).asksForCode()).isTrue();
  }

  @Test
  void realmHasADailyBudgetThatHealsByItself() {
    realm.setPolicy(Map.of("max-sends-per-realm-day", "2"));
    assertThat(SignUp.begin(realm).phone(Unique.phone()).asksForCode()).isTrue();
    assertThat(SignUp.begin(realm).phone(Unique.phone()).asksForCode()).isTrue();

    assertTooMany(SignUp.begin(realm).phone(Unique.phone()));
    rows.endWindows("all");
    assertThat(SignUp.begin(realm).phone(Unique.phone()).asksForCode()).isTrue();
  }

  @Test
  void countryHasADailyBudgetOfItsOwn() {
    realm.setPolicy(Map.of("max-sends-per-country-day", "1"));
    assertThat(SignUp.begin(realm).phone(Unique.phone()).asksForCode()).isTrue();

    assertTooMany(SignUp.begin(realm).phone(Unique.phone()));
    assertThat(SignUp.begin(realm).phone("+1 201 555 0223").asksForCode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"+1 201 555 0124", "02-312-3456", "1588-1234"})
  void textsGoOnlyToAllowedCountriesAndKindsOfNumbers(String typed) {
    realm.setPolicy(Map.of("allowed-countries", "KR"));

    SignUp page = SignUp.begin(realm).phone(typed);

    assertThat(page.page().errorAt("phone")).isPresent();
    assertThat(rows.scopes("%")).isEmpty();
    assertThat(rows.deliveries()).isEmpty();
  }

  @Test
  void countryThatIsNoLongerAllowedGetsNoResendEither() {
    realm.setPolicy(Map.of("resend-cooldown", "0"));
    String phone = Unique.phone();
    SignUp page = SignUp.begin(realm).phone(phone);
    realm.inbox().awaitText(phone);
    realm.setPolicy(Map.of("allowed-countries", "JP"));

    page.press("resend");

    assertThat(rows.used("sends-hour", "sms:" + phone)).isOne();
    assertThat(realm.inbox().countFor(phone)).isOne();
  }

  private SignUp ask(String address) {
    return SignUp.begin(realm, new Browser("en", address)).phone(Unique.phone());
  }

  private static void assertTooMany(SignUp page) {
    assertThat(page.page().errorAt("phone"))
        .hasValueSatisfying(
            text -> assertThat(text).contains("Too many codes were requested. Try again in"));
  }
}
