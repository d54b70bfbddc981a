package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.identity.WritingEntrance.Answer;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.github.phoneidentity.testing.UserEvents;
import io.github.phoneidentity.testing.UserEvents.Row;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever becomes of a user is in the outbox, by whichever entrance it comes. */
class UserEventEntrancesIT {

  @AutoClose private static final Entrances AT = Entrances.open();

  private final UserEvents events = new UserEvents(AT.realm());

  @ParameterizedTest
  @EnumSource
  void changeIsInTheOutboxOnce(WritingEntrance entrance) {
    TestUser user = TestUser.random();
    String number = Unique.phone();

    Answer answer = entrance.bring(AT, user, Unique.national(number));

    List<Row> rows = events.of(answer.userId());
    assertThat(rows).extracting(Row::type).isEqualTo(expected(entrance));
    Row last = rows.get(rows.size() - 1);
    assertThat(last.data().get("id").asText()).isEqualTo(answer.userId());
    assertThat(last.data().get("username").asText()).isEqualTo(user.username());
    JsonPath now = AT.realm().user(answer.userId());
    assertThat(last.data().path("email").asText()).isEqualTo(now.getString("email"));
    assertThat(last.data().get("enabled").asBoolean()).isTrue();
    assertThat(last.data().get("roles"))
        .extracting(role -> role.asText())
        .containsExactlyInAnyOrderElementsOf(roles(answer.userId()));
    assertThat(last.data().path("phoneNumber").asText(null))
        .isEqualTo(AT.users().attribute(answer.userId(), "phoneNumber"));
    assertThat(last.data().get("phoneNumberVerified").asBoolean())
        .isEqualTo("true".equals(AT.users().attribute(answer.userId(), "phoneNumberVerified")));
    assertThat(last.data().path("nickname").asText(null))
        .isEqualTo(AT.users().attribute(answer.userId(), "nickname"));
    assertThat(rows)
        .allSatisfy(row -> assertThat(row.payload().toString()).doesNotContain(user.password()));
  }

  private static List<String> roles(String userId) {
    return AT.realm()
        .admin()
        .get("/users/{id}/role-mappings/realm/composite", userId)
        .jsonPath()
        .getList("name");
  }

  private static List<String> expected(WritingEntrance entrance) {
    return switch (entrance) {
      case REGISTRATION_PAGE,
          REGISTRATION_REST,
          ACCOUNT_REST,
          ADMIN_CREATE,
          SCIM_CREATE,
          PARTIAL_IMPORT,
          FIRST_BROKER_LOGIN ->
          List.of("registered");
      case LATER_BROKER_LOGIN, ADMIN_UPDATE, SCIM_UPDATE, EXTENSION ->
          List.of("registered", "updated");
      case VERIFY_PHONE, UPDATE_PHONE -> List.of("registered", "updated", "phone-verified");
    };
  }
}
