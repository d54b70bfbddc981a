package io.github.phoneidentity.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Admin;
import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Form;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How long a user is looked for, and what else depends on the size of a realm: in a large one and
 * in one of 1,000 users. The large realm is left to the end of the database, so that no other
 * benchmark has to wait for its removal; this class is the last one.
 */
@Order(Integer.MAX_VALUE)
class IdentifierBenchmark {

  private static final int FEW_USERS = 1_000;
  private static final int WARM_UP = 20;
  private static final int LOGINS_OF_THE_PAGE = 40;
  private static final int RATES = 10;
  private static final int CLIENTS = 4;
  private static final int REQUESTS = 200;

  private static final TestUser USER = TestUser.random();

  private static Crowd large;
  private static Crowd small;

  @BeforeAll
  static void fill() throws SQLException {
    small = Crowd.fill(BenchmarkRealm.withClients(), FEW_USERS);
    large = Crowd.fill(BenchmarkRealm.withClients(), Sizes.USERS);
    large.realm().createUser(USER);
  }

  /** By what a user is named who is cached, or not. */
  enum Named {
    PHONE_WARM(user -> user.phone(), Crowd::phone, true),
    PHONE_COLD(user -> user.phone(), Crowd::phone, false),
    NICKNAME_WARM(user -> user.nickname(), Crowd::nickname, true),
    NICKNAME_COLD(user -> user.nickname(), Crowd::nickname, false);

    private final Function<TestUser, String> ofUser;
    private final Function<Integer, String> ofCrowd;
    private final boolean cached;

    Named(Function<TestUser, String> ofUser, Function<Integer, String> ofCrowd, boolean cached) {
      this.ofUser = ofUser;
      this.ofCrowd = ofCrowd;
      this.cached = cached;
    }

    Row row(String kind) {
      return Row.valueOf(kind + "_" + name());
    }
  }

  @Test
  void sameLoginTwice() throws Exception {
    Pairs.Side login = grant(true, BenchmarkRealm.KEYCLOAK, USER.username());
    Results.add(Row.SAME_TWICE, Pairs.of(WARM_UP, Pairs.MANY, login, login));
  }

  @ParameterizedTest
  @EnumSource
  void passwordGrant(Named named) throws Exception {
    Results.add(
        named.row("GRANT"),
        Pairs.of(
            WARM_UP,
            Pairs.MANY,
            grant(named.cached, AppLogin.CLIENT, named.ofUser.apply(USER)),
            grant(named.cached, BenchmarkRealm.KEYCLOAK, USER.username())));
  }

  private static Pairs.Side grant(boolean cached, String client, String typed) {
    return () -> {
      if (!cached) {
        BenchmarkRealm.forgetUsers(large.realm());
      }
      return timed(Requests.grant(large.realm(), client, typed, USER.password()), 200);
    };
  }

  @ParameterizedTest
  @EnumSource
  void loginPage(Named named) throws Exception {
    Results.add(
        named.row("BROWSER"),
        Pairs.of(
            WARM_UP / 2,
            Math.min(Pairs.MANY, LOGINS_OF_THE_PAGE),
            page(named.cached, AppLogin.CLIENT, named.ofUser.apply(USER)),
            page(named.cached, BenchmarkRealm.KEYCLOAK, USER.username())));
  }

  /** From the post of the form to the redirect. */
  private static Pairs.Side page(boolean cached, String client, String typed) {
    return () -> {
      Form form =
          large
              .realm()
              .login()
              .with("client_id", client)
              .start(new Browser())
              .form()
              .type("username", typed)
              .type("password", USER.password());
      if (!cached) {
        BenchmarkRealm.forgetUsers(large.realm());
      }
      return Pairs.millis(() -> assertThat(AppLogin.isBackAtApp(form.submit())).isTrue());
    };
  }

  @ParameterizedTest
  @EnumSource
  void lookupAlone(Named named) throws Exception {
    BenchmarkRealm.forgetUsers(large.realm());
    int same = large.next();
    Supplier<Integer> user = () -> named.cached ? same : large.next();
    Results.add(
        named.row("LOOKUP"),
        Pairs.of(
            WARM_UP,
            Pairs.MANY,
            () -> lookup(large, BenchmarkRealm.LOOKUP, named.ofCrowd.apply(user.get())),
            () -> lookup(large, BenchmarkRealm.KEYCLOAK_LOOKUP, Crowd.username(user.get()))));
  }

  @Test
  void lookupByPhoneInALargeRealm() throws Exception {
    Results.add(
        Row.GROWTH_PHONE,
        grown(realm -> lookup(realm, BenchmarkRealm.LOOKUP, Crowd.phone(realm.next()))));
  }

  @Test
  void lookupByNicknameInALargeRealm() throws Exception {
    Results.add(
        Row.GROWTH_NICKNAME,
        grown(realm -> lookup(realm, BenchmarkRealm.LOOKUP, Crowd.nickname(realm.next()))));
  }

  private static double lookup(Crowd crowd, String client, String typed) throws Exception {
    return timed(Requests.grant(crowd.realm(), client, typed, ""), 200);
  }

  @Test
  void availability() throws Exception {
    Results.add(
        Row.AVAILABILITY,
        Pairs.of(
            2,
            RATES,
            () -> Burst.rate(CLIENTS, REQUESTS, 200, number -> availabilityOf(large.next())),
            () ->
                Burst.rate(CLIENTS, REQUESTS, 200, number -> Requests.publicInfo(large.realm()))));
  }

  private static HttpRequest.Builder availabilityOf(int user) {
    return Requests.api(
        large.realm(), "/availability", "{\"nickname\":\"" + Crowd.nickname(user) + "\"}");
  }

  @Test
  void verificationForARegistrationInALargeRealm() throws Exception {
    Results.add(
        Row.FACTORS_REGISTRATION,
        grown(realm -> verification(realm, "registration", Unique.phone())));
  }

  @Test
  void verificationForAResetInALargeRealm() throws Exception {
    Results.add(
        Row.FACTORS_RESET,
        grown(realm -> verification(realm, "password-reset", Crowd.phone(realm.next()))));
  }

  private static double verification(Crowd crowd, String purpose, String phone) throws Exception {
    return timed(
        Requests.api(
            crowd.realm(),
            "/verifications",
            "{\"purpose\":\"" + purpose + "\",\"phone\":\"" + phone + "\"}"),
        201);
  }

  @Test
  void claimsInALargeRealm() throws Exception {
    Results.add(Row.CLAIMS, grown(realm -> admin(realm, "claims")));
  }

  @Test
  void limitsInALargeRealm() throws Exception {
    Results.add(Row.LIMITS, grown(realm -> admin(realm, "limits")));
  }

  private static double admin(Crowd crowd, String call) throws Exception {
    TestRealm realm = crowd.realm();
    String phone = URLEncoder.encode(Crowd.phone(crowd.next()), StandardCharsets.UTF_8);
    URI address =
        realm
            .server()
            .baseUrl()
            .resolve(
                "/admin/realms/" + realm.name() + "/phone-identity/" + call + "?phone=" + phone);
    return timed(Requests.get(address).header("Authorization", "Bearer " + ADMIN.token()), 200);
  }

  private static final Admin ADMIN = new Admin(KeycloakServer.shared());

  /** What is measured in a realm. */
  private interface InRealm {

    double measure(Crowd realm) throws Exception;
  }

  private static Ratio grown(InRealm side) throws Exception {
    BenchmarkRealm.forgetUsers(large.realm());
    BenchmarkRealm.forgetUsers(small.realm());
    return Pairs.of(WARM_UP, Pairs.MANY, () -> side.measure(large), () -> side.measure(small));
  }

  private static double timed(HttpRequest.Builder request, int status) throws Exception {
    return Pairs.millis(() -> Requests.send(request, status));
  }
}
