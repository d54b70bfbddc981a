package io.github.phoneidentity.benchmark;

import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.path.json.JsonPath;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** How many codes are sent a second, and how long a typed one takes. */
class VerificationBenchmark {

  private static final int WARM_UP = 20;
  private static final int RATES = 10;
  private static final int CLIENTS = 4;
  private static final int TEXTS = 200;
  private static final int LOGINS = 40;

  private static final int CLIENTS_OF_NODES = 8;
  private static final int TEXTS_OF_NODES = 400;
  private static final int REALMS = 16;

  @AutoClose private static final TestRealm REALM = BenchmarkRealm.withClients();

  @Test
  void verificationsBesidePasswordGrants() throws Exception {
    TestUser user = TestUser.random();
    REALM.createUser(user);
    Results.add(
        Row.VERIFICATIONS,
        Pairs.of(
            2,
            RATES,
            () -> Burst.rate(CLIENTS, TEXTS, 201, number -> verification(REALM)),
            () ->
                Burst.rate(
                    CLIENTS,
                    LOGINS,
                    200,
                    number ->
                        Requests.grant(
                            REALM, BenchmarkRealm.KEYCLOAK, user.username(), user.password()))));
  }

  @Test
  void typedCodeBesideACachedAnswer() throws Exception {
    Results.add(
        Row.TYPED_CODE,
        Pairs.of(
            WARM_UP,
            Pairs.MANY,
            () -> {
              String sent = Requests.send(verification(REALM), 201);
              String id = UUID.fromString(JsonPath.from(sent).getString("id")).toString();
              return Pairs.millis(
                  () ->
                      Requests.send(
                          Requests.api(
                              REALM, "/verifications/" + id + "/confirm", "{\"code\":\"000000\"}"),
                          400));
            },
            () -> Pairs.millis(() -> Requests.send(Requests.publicInfo(REALM), 200))));
  }

  /** Both sides send by two nodes; the realm's limit is one row for all of them, or 16 rows. */
  @Test
  void textsOfOneRealmOnTwoNodes() throws Exception {
    KeycloakServer second = REALM.server().secondNode();
    List<TestRealm> others = Stream.generate(BenchmarkRealm::create).limit(REALMS).toList();
    try {
      Results.add(
          Row.HOT_LIMIT,
          Pairs.of(
              2,
              RATES,
              () ->
                  Burst.rate(
                      CLIENTS_OF_NODES,
                      TEXTS_OF_NODES,
                      201,
                      number -> verification(at(second, REALM, number))),
              () ->
                  Burst.rate(
                      CLIENTS_OF_NODES,
                      TEXTS_OF_NODES,
                      201,
                      number -> verification(at(second, others.get(number % REALMS), number)))));
    } finally {
      others.forEach(TestRealm::close);
      second.stop();
    }
  }

  /** Every other pair of clients asks the second node. */
  private static TestRealm at(KeycloakServer second, TestRealm realm, int number) {
    return number / 2 % 2 == 0 ? realm : realm.on(second);
  }

  private static HttpRequest.Builder verification(TestRealm realm) {
    return Requests.api(
        realm,
        "/verifications",
        "{\"purpose\":\"registration\",\"phone\":\"" + Unique.phone() + "\"}");
  }
}
