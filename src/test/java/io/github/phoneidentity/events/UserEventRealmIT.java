package io.github.phoneidentity.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Admin;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.github.phoneidentity.testing.UserEvents;
import io.github.phoneidentity.testing.UserEvents.Row;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What the outbox has of whole realms. */
class UserEventRealmIT {

  @Test
  void realmThatIsImportedRegistersItsUsersAndEndsAsOneEvent() {
    TestUser user = TestUser.random();
    TestRealm realm =
        TestRealm.create(
            json ->
                IntStream.range(0, 30)
                    .forEach(
                        number ->
                            json.withArray("users")
                                .addPOJO(TestUser.random().withoutPhone().representation())));
    String realmId = realm.admin().get().path("id");
    UserEvents events = new UserEvents(realm);
    String id = realm.createUser(user);
    int registered = realm.userIds(Map.of()).size();

    assertThat(registered).isGreaterThan(30);
    assertThat(events.ofRealm(realmId, "registered")).hasSize(registered);

    realm.close();

    assertThat(events.ofRealm(realmId, "deleted")).isEmpty();
    assertThat(events.types(id)).containsExactly("registered");
    assertThat(events.of(realmId)).hasSize(1);
    Row end = events.last(realmId);
    assertThat(end.type()).isEqualTo("realm.deleted");
    assertThat(end.routingKey()).isEqualTo(realm.name() + ".realm.deleted");
    assertThat(end.payload().get("type").asText())
        .isEqualTo("io.github.phoneidentity.realm.deleted");
    assertThat(end.data().get("id").asText()).isEqualTo(realmId);
    assertThat(end.data().get("name").asText()).isEqualTo(realm.name());
    assertThat(end.data().get("deletedBy").get("kind").asText()).isEqualTo("administrator");
  }

  @Test
  void spellingThatAdoptionCorrectsIsAnUpdate() {
    TestUser user = TestUser.random();
    String national = Unique.national(user.phone());
    try (TestRealm realm =
        TestRealm.create(
            json ->
                json.withArray("users")
                    .addPOJO(user.withPhone(national, false).representation()))) {
      UserEvents events = new UserEvents(realm);
      String id = realm.userNamed(user.username()).getString("id");

      Awaitility.await("adoption").until(() -> events.types(id).size() > 1);

      assertThat(events.types(id)).containsExactly("registered", "updated");
      assertThat(events.last(id).data().get("phoneNumber").asText()).isEqualTo(user.phone());
    }
  }

  @Test
  void renamedRealmIsNamedAsItIsNow() {
    TestRealm realm = TestRealm.create();
    UserEvents events = new UserEvents(realm);
    TestUser user = TestUser.random();
    String id = realm.createUser(user);
    String name = realm.name() + ".kr";
    realm.admin().body(Map.of("realm", name)).put().then().statusCode(204);
    Admin admin = new Admin(realm.server());

    admin.request().delete("/admin/realms/{realm}/users/{id}", name, id).then().statusCode(204);

    assertThat(events.of(id))
        .extracting(Row::routingKey)
        .containsExactly(realm.name() + ".user.registered", realm.name() + "%2Ekr.user.deleted");
    admin.request().delete("/admin/realms/{realm}", name).then().statusCode(204);
  }

  @Test
  void realmWithoutTheListenerHasNoEvents() {
    TestRealm realm =
        TestRealm.create(json -> json.putArray("eventsListeners").add("jboss-logging"));
    String realmId = realm.admin().get().path("id");
    UserEvents events = new UserEvents(realm);
    String id = realm.createUser(TestUser.random());

    realm.admin().delete("/users/{id}", id).then().statusCode(204);
    realm.close();

    assertThat(events.of(id)).isEmpty();
    assertThat(events.of(realmId)).isEmpty();
  }

  @Test
  void serviceAccountIsNoUser() {
    try (TestRealm realm = TestRealm.create()) {
      String realmId = realm.admin().get().path("id");
      UserEvents events = new UserEvents(realm);
      int before = events.ofRealm(realmId, "registered").size();
      String location =
          realm
              .admin()
              .body(Map.of("clientId", "backend", "serviceAccountsEnabled", true))
              .post("/clients")
              .then()
              .statusCode(201)
              .extract()
              .header("Location");

      realm
          .admin()
          .delete("/clients/" + location.substring(location.lastIndexOf('/') + 1))
          .then()
          .statusCode(204);

      assertThat(events.ofRealm(realmId, "registered")).hasSize(before);
      assertThat(events.ofRealm(realmId, "deleted")).isEmpty();
    }
  }
}
