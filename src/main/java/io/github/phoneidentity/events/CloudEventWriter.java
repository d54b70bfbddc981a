package io.github.phoneidentity.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.IdentifierType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.keycloak.storage.StorageId;

/**
 * Writes events in the JSON format of CloudEvents 1.0. No library is used for their few members;
 * the tests read the events with the CloudEvents SDK.
 */
public final class CloudEventWriter {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TYPES = "io.github.phoneidentity.";

  private final boolean contacts;

  /**
   * A writer of events.
   *
   * @param contacts whether events contain e-mail addresses, phone numbers and nicknames
   */
  public CloudEventWriter(boolean contacts) {
    this.contacts = contacts;
  }

  /**
   * The event about a user.
   *
   * @param id the id of the event
   * @param deletedBy the actor of a deletion; null for any other event
   */
  public String user(
      String id, UserEventType type, Instant time, UserData user, @Nullable Actor deletedBy) {
    boolean anonymous = isContact(user.id()) || (isExternal(user.id()) && username(user) == null);
    String subject = anonymous ? anonymous(user.id(), id) : user.id();
    ObjectNode event = event(id, type, time, user.realmId(), subject);
    ObjectNode data = event.putObject("data");
    data.put("id", subject);
    putUnlessNull(data, "username", username(user));
    data.put("enabled", user.enabled());
    ArrayNode roles = data.putArray("roles");
    user.roles().stream().sorted().forEach(roles::add);
    if (contacts) {
      putUnlessNull(data, "email", user.email());
      putUnlessNull(data, "phoneNumber", user.phoneNumber());
      putUnlessNull(data, "nickname", user.nickname());
    }
    data.put("phoneNumberVerified", user.phoneNumberVerified());
    putActor(data, deletedBy, anonymous);
    return write(event);
  }

  /**
   * The event about the deletion of a realm, which stands for the deletion of all its users.
   *
   * @param id the id of the event
   */
  public String realmDeleted(String id, Instant time, String realmId, String name, Actor by) {
    ObjectNode event = event(id, UserEventType.REALM_DELETED, time, realmId, realmId);
    ObjectNode data = event.putObject("data");
    data.put("id", realmId);
    data.put("name", name);
    putActor(data, by, false);
    return write(event);
  }

  private static ObjectNode event(
      String id, UserEventType type, Instant time, String realmId, String subject) {
    ObjectNode event = JSON.createObjectNode();
    event.put("specversion", "1.0");
    event.put("id", id);
    event.put("source", "/realms/" + realmId);
    event.put("type", TYPES + type.qualified());
    event.put("subject", subject);
    event.put("time", time.toString());
    event.put("datacontenttype", "application/json");
    return event;
  }

  /**
   * The username, or null if it may not be published: a username that looks like an e-mail, a
   * number or the nickname is a contact as well.
   */
  private @Nullable String username(UserData user) {
    boolean isContact =
        IdentifierType.mayBeContact(user.username())
            || (user.nickname() != null
                && ClaimValue.isSameNickname(user.username(), user.nickname()));
    return contacts || !isContact ? user.username() : null;
  }

  /**
   * Whether an id contains a contact: the id of a user whom only a directory stores contains the
   * directory's name of the user.
   */
  private boolean isContact(String userId) {
    return !contacts
        && isExternal(userId)
        && IdentifierType.mayBeContact(new StorageId(userId).getExternalId());
  }

  private static boolean isExternal(String userId) {
    return !StorageId.isLocalStorage(userId);
  }

  /** An id that names the user's directory and otherwise differs in every event. */
  private static String anonymous(String userId, String eventId) {
    return new StorageId(new StorageId(userId).getProviderId(), eventId).getId();
  }

  private void putActor(ObjectNode data, @Nullable Actor actor, boolean anonymous) {
    if (actor != null) {
      ObjectNode by = data.putObject("deletedBy");
      by.put("kind", actor.kind().id());
      if (actor.userId() != null
          && !isContact(actor.userId())
          && !(anonymous && actor.kind() == Actor.Kind.SELF)) {
        by.put("userId", actor.userId());
      }
    }
  }

  private static void putUnlessNull(ObjectNode data, String name, @Nullable String value) {
    if (value != null) {
      data.put(name, value);
    }
  }

  private static String write(ObjectNode event) {
    try {
      return JSON.writeValueAsString(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An event that cannot be written", e);
    }
  }
}
