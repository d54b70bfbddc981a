package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.authentication.Factors;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.RealmExport;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.github.phoneidentity.testing.UserEvents;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Imports at another node of the cluster: by {@code kc.sh import}, of a realm's own export as well,
 * and by {@code --import-realm}. The node starts once, after all commands.
 */
class RealmImportAtStartIT {

  private static final String PROVEN_AT = "2026-01-01T00:00:00Z";

  private static final KeycloakServer NODE = KeycloakServer.shared().secondNode();
  private static final Pair EXPORTED = Pair.random();
  private static final Pair BY_COMMAND = Pair.random();
  private static final Pair AT_START = Pair.random();
  private static final TestUser SINGLE = TestUser.random();

  private static final TestRealm ORIGINAL =
      TestRealm.create(json -> addWithFactor(json, EXPORTED.one(), EXPORTED.two()));
  private static final String OWNER = idOf(ORIGINAL, EXPORTED.one());
  private static final String OTHER = idOf(ORIGINAL, EXPORTED.two());

  @AutoClose private static final TestRealm REIMPORTED = ORIGINAL.on(NODE);
  @AutoClose private static final TestRealm COMMANDED = named();
  @AutoClose private static final TestRealm STARTED = named();

  private static String printedOfExport;
  private static String printedByCommand;
  private static long reconciled;

  /**
   * Two users with one number, in different spellings.
   *
   * @param one who has verified it
   */
  private record Pair(TestUser one, TestUser two) {

    static Pair random() {
      TestUser one = TestUser.random();
      return new Pair(one, TestUser.random().withPhone(Unique.national(one.phone()), false));
    }
  }

  @BeforeAll
  static void importRealms() {
    RealmUsers users = new RealmUsers(ORIGINAL);
    assertThat(users.ownerOf(EXPORTED.one().phone())).isEqualTo(OWNER);
    assertThat(users.attribute(OWNER, "phoneNumberVerifiedAt")).isEqualTo(PROVEN_AT);
    String export = NODE.exportByCommand(ORIGINAL.name());
    ORIGINAL.close();
    printedOfExport = NODE.importByCommand(export);

    String realm = realm(COMMANDED, BY_COMMAND.one(), BY_COMMAND.two());
    printedByCommand = NODE.importByCommand(realm) + NODE.importByCommand(realm);

    reconciled = reconciliations();
    NODE.restartWithImport(
        realm(
            STARTED,
            SINGLE.withPhone(Unique.national(SINGLE.phone()), true),
            AT_START.one(),
            AT_START.two()));
  }

  @Test
  void importedUsersOwnTheirCanonicalValues() {
    RealmUsers users = new RealmUsers(STARTED);
    String id = idOf(STARTED, SINGLE);
    assertThat(users.attribute(id, "phoneNumber")).isEqualTo(SINGLE.phone());
    assertThat(users.attribute(id, "phoneNumberVerified")).isEqualTo("true");
    assertThat(users.canLogIn(SINGLE.phone(), SINGLE.password())).isTrue();
    assertThat(users.canLogIn(SINGLE.nickname(), SINGLE.password())).isTrue();
    assertThat(users.create(TestUser.random().withPhone(SINGLE.phone(), false)).statusCode())
        .isEqualTo(400);
  }

  @Test
  void oneNumberForTwoIsAdoptedAndListedWhileAnotherNodeKeepsClaimsUpToDate() {
    RealmUsers users = new RealmUsers(STARTED);
    String loser = idOf(STARTED, AT_START.two());
    JsonPath report = STARTED.admin().get("/phone-identity/adopt").jsonPath();
    assertThat(report.getString("finishedAt")).isNotNull();
    assertThat(report.getList("conflicts.userId")).containsExactly(loser);
    assertThat(KeycloakServer.shared().logs())
        .contains("user " + loser + ": attribute phoneNumber is taken");
    assertThat(users.canLogIn(AT_START.one().phone(), AT_START.one().password())).isTrue();
    assertThat(reconciliations()).isEqualTo(reconciled);
  }

  @Test
  void commandImportsARealmAndImportsItAgainOverItself() {
    RealmUsers users = new RealmUsers(COMMANDED);
    String other = idOf(COMMANDED, BY_COMMAND.two());
    String printed = printedByCommand + KeycloakServer.shared().logs();
    assertThat(printed.lines().distinct())
        .filteredOn(line -> line.contains("Adopted realm " + COMMANDED.name() + ": "))
        .hasSize(2)
        .allMatch(line -> line.contains(" 1 conflicts"));
    assertThat(printed).contains("user " + other + ": attribute phoneNumber is taken");
    assertThat(users.canLogIn(BY_COMMAND.one().phone(), BY_COMMAND.one().password())).isTrue();
    assertThat(users.attribute(other, "phoneNumberVerified")).isNull();
    assertThat(new UserEvents(COMMANDED).types(idOf(COMMANDED, BY_COMMAND.one())))
        .as("user events, which the command writes as well")
        .containsExactly("registered");
  }

  @Test
  void realmComesBackFromItsOwnExportWithItsOwnersProofsAndCredentials() {
    RealmUsers imported = new RealmUsers(REIMPORTED);
    assertThat(imported.ownerOf(EXPORTED.one().phone())).isEqualTo(OWNER);
    assertThat(imported.attribute(OWNER, "phoneNumberVerified")).isEqualTo("true");
    assertThat(imported.attribute(OWNER, "phoneNumberVerifiedAt")).isEqualTo(PROVEN_AT);
    assertThat(imported.attribute(OTHER, "phoneNumber")).isEqualTo(EXPORTED.two().phone());
    assertThat(imported.attribute(OTHER, "phoneNumberVerified")).isNull();
    assertThat(printedOfExport)
        .contains(
            "Adopted realm " + REIMPORTED.name() + ": ",
            "user " + OTHER + ": attribute phoneNumber is taken");
    JsonPath report = REIMPORTED.admin().get("/phone-identity/adopt").jsonPath();
    assertThat(report.getList("conflicts.userId")).containsExactly(OTHER);
    // Keycloak keeps the events of a realm that was deleted: one is of the realm's first adoption.
    assertThat(REIMPORTED.events("UPDATE_PROFILE_ERROR"))
        .extracting(event -> event.get("userId"))
        .containsExactly(OTHER, OTHER);
    Login.begin(REIMPORTED).password(EXPORTED.one()).codeFrom(EXPORTED.one().phone()).done();
  }

  /**
   * The first of these users has proven the number at {@link #PROVEN_AT}, and has SMS as factor.
   */
  private static void addWithFactor(ObjectNode realm, TestUser user, TestUser another) {
    RealmImportWritePathIT.add(realm, user);
    RealmImportWritePathIT.add(realm, another);
    for (JsonNode added : realm.path("users")) {
      if (added.path("username").asText().equals(user.username())) {
        ((ArrayNode) added.path("credentials")).addPOJO(Factors.sms(user.phone(), true));
        ((ObjectNode) added.path("attributes")).putArray("phoneNumberVerifiedAt").add(PROVEN_AT);
      }
    }
  }

  private static long reconciliations() {
    return NODE.log().lines().filter(line -> line.contains("claims are reconciled")).count();
  }

  private static TestRealm named() {
    return TestRealm.imported(NODE, "r" + Unique.letters(8));
  }

  private static String realm(TestRealm realm, TestUser... users) {
    return RealmExport.as(
        realm.name(),
        json -> List.of(users).forEach(user -> RealmImportWritePathIT.add(json, user)));
  }

  private static String idOf(TestRealm realm, TestUser user) {
    return new RealmUsers(realm).named(user.username()).get(0);
  }
}
