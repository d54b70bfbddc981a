package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.authentication.Flows;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What is asked for accounts that do not exist takes nothing from the realm and its countries. */
class DecoyLimitIT {

  @AutoClose private final TestRealm realm = TestRealm.create(Flows::loginBySms);
  private final Rows rows = new Rows(realm);
  private final RestApi app = RestApi.fromEverywhere(realm);

  @Test
  void resetsOfUnknownNumbersEndNoSignUp() {
    realm.setPolicy(Map.of("max-sends-per-realm-day", "30", "max-sends-per-country-day", "30"));
    TestUser owner = TestUser.random();
    realm.createUser(owner);

    IntStream.range(0, 45)
        .forEach(i -> app.send("password-reset", Unique.phone()).then().statusCode(201));

    app.send("registration", Unique.phone()).then().statusCode(201);
    app.send("password-reset", owner.phone()).then().statusCode(201);
    realm.inbox().awaitText(owner.phone());
    assertThat(rows.used("realm-day", "all")).isEqualTo(2);
    assertThat(rows.used("country-day", "KR")).isEqualTo(2);
    assertThat(rows.used("realm-day", "nobody")).isEqualTo(45);
  }

  @Test
  void loginsByUnknownNamesEndNoSignUp() {
    realm.setPolicy(Map.of("max-sends-per-realm-day", "2"));

    for (int i = 0; i < 4; i++) {
      Page page = realm.login().start(new Browser("en", Unique.address()));
      page = page.form().type("username", "stranger" + i).submit();
      assertThat(page.has("input[name=code]")).isTrue();
    }

    app.send("registration", Unique.phone()).then().statusCode(201);
    assertThat(rows.used("realm-day", "all")).isOne();
  }

  @Test
  void exceededLimitOfTheRealmHoldsAResetBackWithoutAWord() {
    realm.setPolicy(Map.of("max-sends-per-realm-day", "1"));
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    app.send("registration", Unique.phone()).then().statusCode(201);

    app.send("password-reset", owner.phone()).then().statusCode(201);
    app.send("password-reset", Unique.phone()).then().statusCode(201);

    assertThat(rows.deliveries(owner.phone())).containsExactly("WITHHELD");
    app.send("registration", Unique.phone()).then().statusCode(429);
  }
}
