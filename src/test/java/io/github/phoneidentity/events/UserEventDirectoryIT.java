package io.github.phoneidentity.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Directory;
import io.github.phoneidentity.testing.Federation;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.UserEvents;
import io.github.phoneidentity.testing.UserEvents.Row;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users of a directory are deleted when the directory has them no more, and not before. */
class UserEventDirectoryIT {

  @AutoClose private final Directory directory = Directory.start();

  private final TestRealm realm = TestRealm.create();
  private final UserEvents events = new UserEvents(realm);
  private final TestUser user = TestUser.random();

  @AfterEach
  void close() {
    realm.close();
  }

  private String imported() {
    directory.add(user, user.phone());
    return realm.userNamed(user.username()).getString("id");
  }

  private void delete(String id) {
    realm.admin().delete("/users/{id}", id).then().statusCode(204);
  }

  private void assertDeleted(String id, String by) {
    Row deleted = events.last(id);
    assertThat(deleted.type()).isEqualTo("deleted");
    assertThat(deleted.data().get("username").asText()).isEqualTo(user.username());
    assertThat(deleted.data().get("email").asText()).isEqualTo(user.email());
    assertThat(deleted.data().get("phoneNumber").asText()).isEqualTo(user.phone());
    assertThat(deleted.data().get("nickname").asText()).isEqualTo(user.nickname());
    assertThat(deleted.data().get("roles")).extracting(role -> role.asText()).contains("member");
    assertThat(deleted.data().get("deletedBy").get("kind").asText()).isEqualTo(by);
  }

  @Test
  void importIsARegistrationAndASynchronisationThatBringsNothingNewIsNothing() {
    Federation federation = Federation.importing(realm, directory, "READ_ONLY");
    String id = imported();

    federation.sync();
    assertThat(events.types(id)).containsExactly("registered");

    directory.modify(user, "mail", "new-" + user.email());
    federation.sync();
    assertThat(events.types(id)).containsExactly("registered", "updated");
    assertThat(events.last(id).data().get("email").asText()).isEqualTo("new-" + user.email());
  }

  @ParameterizedTest
  @ValueSource(strings = {"READ_ONLY", "UNSYNCED"})
  void copyThatIsDroppedIsNoDeletion(String editMode) {
    Federation federation = Federation.importing(realm, directory, editMode);
    String id = imported();

    delete(id);
    String again = realm.userNamed(user.username()).getString("id");
    federation.removeImported();
    String last = realm.userNamed(user.username()).getString("id");
    federation.remove();

    realm.admin().get("/users/{id}", last).then().statusCode(404);
    assertThat(events.types(id)).containsExactly("registered");
    assertThat(events.types(again)).containsExactly("registered");
    assertThat(events.types(last)).containsExactly("registered");
  }

  @Test
  void workflowThatDropsTheCopyIsNoDeletion() {
    Federation.importing(realm, directory, "READ_ONLY");
    String id = imported();
    String location =
        realm
            .admin()
            .body(Map.of("name", "forget", "steps", List.of(Map.of("uses", "delete-user"))))
            .post("/workflows")
            .then()
            .statusCode(201)
            .extract()
            .header("Location");
    String workflow = location.substring(location.lastIndexOf('/') + 1);

    realm
        .admin()
        .post("/workflows/{id}/activate/USERS/{user}", workflow, id)
        .then()
        .statusCode(204);

    Awaitility.await("workflow")
        .until(() -> realm.admin().get("/users/{id}", id).statusCode() == 404);
    assertThat(events.types(id)).containsExactly("registered");
  }

  @Test
  void userWhomTheDirectoryHasNoMoreIsDeletedBySystem() {
    Federation.importing(realm, directory, "READ_ONLY");
    String id = imported();
    directory.remove(user);
    realm.admin().post("/clear-user-cache").then().statusCode(204);

    assertThat(realm.userIds(Map.of("username", user.username(), "exact", true))).isEmpty();

    assertThat(events.types(id)).containsExactly("registered", "deleted");
    assertDeleted(id, "system");
  }

  @Test
  void deletionThatIsWrittenToTheDirectoryIsOne() {
    Federation.importing(realm, directory, "WRITABLE");
    String id = imported();

    delete(id);

    assertThat(events.types(id)).containsExactly("registered", "deleted");
    assertDeleted(id, "administrator");
  }

  @Test
  void passwordThatOnlyTheDirectoryStoresIsToldAsWell() {
    Federation.importing(realm, directory, "WRITABLE");
    String id = imported();

    realm
        .admin()
        .body(Map.of("type", "password", "value", "An-other-1-password"))
        .put("/users/{id}/reset-password", id)
        .then()
        .statusCode(204);

    assertThat(events.types(id)).containsExactly("registered", "password-changed");
  }

  @Test
  void userWhoIsNotImportedIsDeletedWithTheDirectorysData() {
    Federation.withoutImport(realm, directory, "WRITABLE");
    String id = imported();

    delete(id);

    assertThat(events.types(id)).isEqualTo(List.of("deleted"));
    assertDeleted(id, "administrator");
  }
}
