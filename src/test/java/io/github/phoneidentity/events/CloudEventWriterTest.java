package io.github.phoneidentity.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written, read by the SDK of CloudEvents. */
class CloudEventWriterTest {

  private static final Instant TIME = Instant.parse("2026-11-27T00:00:00.123Z");

  private static UserData user(String username, String nickname) {
    return user("user-id", username, nickname);
  }

  private static UserData user(String id, String username, String nickname) {
    return new UserData(
        id,
        "realm-id",
        username,
        UserRow.of(true, username, "kim@example.com", true, null, null),
        "kim@example.com",
        "+821012345678",
        true,
        "2026-11-26T00:00:00Z",
        nickname,
        Set.of("member", "admin"));
  }

  private static CloudEvent read(String json) {
    return new JsonFormat().deserialize(json.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode data(CloudEvent event) throws Exception {
    return new ObjectMapper().readTree(event.getData().toBytes());
  }

  @Test
  void userEventIsACloudEvent() throws Exception {
    CloudEvent event =
        read(
            new CloudEventWriter(true)
                .user("1", UserEventType.PHONE_VERIFIED, TIME, user("kim", "김철수"), null));

    assertThat(event.getSpecVersion()).hasToString("1.0");
    assertThat(event.getId()).isEqualTo("1");
    assertThat(event.getType()).isEqualTo("io.github.phoneidentity.user.phone-verified");
    assertThat(event.getSource()).isEqualTo(URI.create("/realms/realm-id"));
    assertThat(event.getSubject()).isEqualTo("user-id");
    assertThat(event.getTime()).isEqualTo(OffsetDateTime.parse("2026-11-27T00:00:00.123Z"));
    assertThat(event.getDataContentType()).isEqualTo("application/json");
    assertThat(data(event))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"id":"user-id","username":"kim","enabled":true,"roles":["admin","member"],
                     "email":"kim@example.com","phoneNumber":"+821012345678","nickname":"김철수",
                     "phoneNumberVerified":true}
                    """));
  }

  @Test
  void deletionSaysByWhom() throws Exception {
    CloudEventWriter writer = new CloudEventWriter(true);
    Actor admin = new Actor(Actor.Kind.ADMINISTRATOR, "admin-id");
    Actor system = new Actor(Actor.Kind.SYSTEM, null);

    CloudEvent user = read(writer.user("1", UserEventType.DELETED, TIME, user("kim", null), admin));
    CloudEvent realm = read(writer.realmDeleted("2", TIME, "realm-id", "acme.kr", system));

    assertThat(data(user).get("deletedBy"))
        .hasToString("{\"kind\":\"administrator\",\"userId\":\"admin-id\"}");
    assertThat(realm.getType()).isEqualTo("io.github.phoneidentity.realm.deleted");
    assertThat(realm.getSubject()).isEqualTo("realm-id");
    assertThat(data(realm))
        .hasToString(
            "{\"id\":\"realm-id\",\"name\":\"acme.kr\",\"deletedBy\":{\"kind\":\"system\"}}");
  }

  @Test
  void contactsAreLeftOut() throws Exception {
    String json =
        new CloudEventWriter(false)
            .user("1", UserEventType.REGISTERED, TIME, user("kim", "김철수"), null);

    assertThat(json).doesNotContain("example.com", "1012345678", "김철수");
    assertThat(data(read(json)).get("username").asText()).isEqualTo("kim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kim@example.com",
        "kim＠example",
        "01012345678",
        "010_1234_5678",
        "+44 20 7946 0958",
        "CHULSOO",
        "ｃｈｕｌｓｏｏ"
      })
  void usernameThatIsAContactIsLeftOutWithThem(String username) throws Exception {
    String without =
        new CloudEventWriter(false)
            .user("1", UserEventType.DELETED, TIME, user(username, "chulsoo"), null);
    String with =
        new CloudEventWriter(true)
            .user("1", UserEventType.DELETED, TIME, user(username, "chulsoo"), null);

    assertThat(data(read(without)).has("username")).isFalse();
    assertThat(data(read(with)).get("username").asText()).isEqualTo(username);
  }

  /** By the key under which a nickname is unique. */
  @ParameterizedTest
  @CsvSource({"strasse, Straße, false", "café, CAFE\u0301, false", "chulsoo2, chulsoo, true"})
  void usernameIsANicknameByItsKey(String username, String nickname, boolean kept)
      throws Exception {
    String json =
        new CloudEventWriter(false)
            .user("1", UserEventType.REGISTERED, TIME, user(username, nickname), null);

    assertThat(data(read(json)).has("username")).isEqualTo(kept);
  }

  /** Keycloak's id of a user whom it does not import ends with the name in the directory. */
  @ParameterizedTest
  @ValueSource(strings = {"kim@example.com", "01012345678", "010_1234_5678", "CHULSOO"})
  void idThatEndsWithAContactIsReplaced(String name) throws Exception {
    String id = "f:directory:" + name;
    Actor self = new Actor(Actor.Kind.SELF, id);
    UserData user = user(id, name, "chulsoo");

    CloudEvent without =
        read(new CloudEventWriter(false).user("1", UserEventType.DELETED, TIME, user, self));
    CloudEvent with =
        read(new CloudEventWriter(true).user("1", UserEventType.DELETED, TIME, user, self));

    assertThat(without.getSubject()).isEqualTo("f:directory:1");
    assertThat(data(without).get("id").asText()).isEqualTo("f:directory:1");
    assertThat(data(without).toString()).doesNotContain(name);
    assertThat(with.getSubject()).isEqualTo(id);
  }

  @Test
  void idOfADirectoryThatIsNoContactStays() {
    UserData user = user("f:directory:kim", "kim", null);

    assertThat(
            read(new CloudEventWriter(false).user("1", UserEventType.DELETED, TIME, user, null))
                .getSubject())
        .isEqualTo("f:directory:kim");
  }
}
