package io.github.phoneidentity.benchmark;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.Admin;
import io.github.phoneidentity.testing.BuildOutput;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Meters;
import io.github.phoneidentity.testing.RealmExport;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The same work on a server with the extension and on one without, which run side by side. */
class WithoutExtensionBenchmark {

  private static final int WARM_UP = 30;
  private static final int STARTS = 3;
  private static final int IMPORTS = 3;
  private static final long FIRST_NUMBER = 821_030_000_000L;
  private static final double MEGABYTE = 1e6;
  private static final double LARGEST_JAR = 3;

  private static final Pattern STARTED = Pattern.compile("started in ([\\d.]+)s");

  private static final KeycloakServer WITH = KeycloakServer.shared();
  private static KeycloakServer without;

  @BeforeAll
  static void startTheOther() {
    without = WITH.withoutExtensionBeside();
  }

  @AfterAll
  static void stopTheOther() {
    without.stop();
  }

  @Test
  void updateInARealmThatTakesPart() throws Exception {
    Results.add(Row.ADMIN_UPDATE, updates(realm -> realm.put("bruteForceProtected", false)));
  }

  @Test
  void updateInARealmThatTakesNoPart() throws Exception {
    Results.add(Row.OTHER_REALM, updates(KeycloaksOwn::realm));
  }

  private static Ratio updates(Consumer<ObjectNode> changes) throws Exception {
    try (TestRealm here = TestRealm.create(WITH, changes);
        TestRealm there = TestRealm.create(without, KeycloaksOwn::realm)) {
      return Pairs.of(WARM_UP, 2 * Pairs.MANY, update(here), update(there));
    }
  }

  /** Changes the name of one user. */
  private static Pairs.Side update(TestRealm realm) {
    String id = realm.createUser(TestUser.random());
    Admin admin = new Admin(realm.server());
    return () -> {
      String body = "{\"lastName\":\"" + Unique.letters(8) + "\"}";
      var request =
          Requests.json(
                  "PUT",
                  realm
                      .server()
                      .baseUrl()
                      .resolve("/admin/realms/" + realm.name() + "/users/" + id),
                  body)
              .header("Authorization", "Bearer " + admin.token());
      return Pairs.millis(() -> Requests.send(request, 204));
    };
  }

  @Test
  void importOfARealm() throws Exception {
    Results.add(
        Row.IMPORT,
        Pairs.of(
            1,
            IMPORTS,
            () -> imported(WITH, realm -> realm.put("bruteForceProtected", false)),
            () -> imported(without, KeycloaksOwn::realm)));
  }

  private static double imported(KeycloakServer server, Consumer<ObjectNode> changes)
      throws Exception {
    String name = "r" + Unique.letters(8);
    String realm =
        RealmExport.as(
            name,
            json -> {
              changes.accept(json);
              ArrayNode users = json.putArray("users");
              for (int user = 0; user < Sizes.IMPORTED; user++) {
                add(users, user);
              }
            });
    Admin admin = new Admin(server);
    var request =
        Requests.json("POST", server.baseUrl().resolve("/admin/realms"), realm)
            .header("Authorization", "Bearer " + admin.token());
    try {
      return Pairs.millis(() -> Requests.send(request, 201));
    } finally {
      TestRealm.imported(server, name).close();
    }
  }

  private static void add(ArrayNode users, int number) {
    ObjectNode user = users.addObject();
    user.put("username", "user_" + number)
        .put("email", "user_" + number + "@example.com")
        .put("firstName", "Min-jun")
        .put("enabled", true);
    ObjectNode attributes = user.putObject("attributes");
    attributes.putArray("nickname").add("user" + number);
    attributes.putArray("phoneNumber").add("+" + (FIRST_NUMBER + number));
    attributes.putArray("phoneNumberVerified").add("true");
  }

  @Test
  void startAndMemory() {
    List<Start> with = new ArrayList<>();
    List<Start> others = new ArrayList<>();
    for (int start = 0; start < STARTS; start++) {
      with.add(Start.of(WITH));
      others.add(Start.of(without));
    }
    Results.add(Row.START, ratio(with, others, Start::seconds));
    Results.add(Row.MEMORY, ratio(with, others, Start::megabytes));
  }

  private static Ratio ratio(
      List<Start> with, List<Start> others, Function<Start, Double> measured) {
    return new Ratio(
        Pairs.median(with.stream().map(measured).toList()),
        Pairs.median(others.stream().map(measured).toList()));
  }

  /**
   * A start of a server.
   *
   * @param seconds how long it took, as Keycloak says
   * @param megabytes the memory that its JVM uses then, without garbage
   */
  private record Start(double seconds, double megabytes) {

    static Start of(KeycloakServer server) {
      server.restart();
      List<MatchResult> starts = STARTED.matcher(server.log()).results().toList();
      server.collectGarbage();
      return new Start(
          Double.parseDouble(starts.get(starts.size() - 1).group(1)),
          new Meters(server).sum("jvm_memory_used_bytes") / MEGABYTE);
    }
  }

  @Test
  void jar() throws Exception {
    Results.add(Row.JAR, new Ratio(Files.size(BuildOutput.jar()) / MEGABYTE, LARGEST_JAR));
  }
}
