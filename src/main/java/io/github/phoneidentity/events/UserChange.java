package io.github.phoneidentity.events;

import io.github.phoneidentity.identity.UserAttributes;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What one transaction has done to one user, and which events that makes. */
public final class UserChange implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * A deletion: the last data of the user, and who has deleted it.
   *
   * @param user null where there is nothing to tell: a copy of what a directory still has
   */
  public record Departure(UserData user, Actor by) implements Serializable {}

  /** The attributes whose values before the transaction matter. */
  private static final Set<String> COMPARED =
      Set.of(
          UserAttributes.PHONE_NUMBER,
          UserAttributes.PHONE_NUMBER_VERIFIED,
          UserAttributes.PHONE_NUMBER_VERIFIED_AT);

  private final HashMap<String, Optional<String>> before = new HashMap<>();
  private final HashSet<String> insertedAttributes = new HashSet<>();
  private boolean created;
  private boolean updated;
  private boolean passwordChanged;
  private Boolean enabledBefore;
  private Departure departure;
  private boolean gone;

  /** The user was created. */
  public void created() {
    created = true;
  }

  /** Whatever else than the following has changed. */
  public void updated() {
    updated = true;
  }

  public void passwordChanged() {
    passwordChanged = true;
  }

  /** The user was enabled or disabled. */
  public void enabledWritten(boolean wasEnabled) {
    if (enabledBefore == null) {
      enabledBefore = wasEnabled;
    }
  }

  /** An attribute row that the transaction itself has made holds nothing from before. */
  public void attributeInserted(String attributeId, String name) {
    insertedAttributes.add(attributeId);
    attributeWritten(attributeId, name, null);
  }

  /**
   * @param was what the row held; null for nothing
   */
  public void attributeWritten(String attributeId, String name, String was) {
    if (COMPARED.contains(name)) {
      String value = insertedAttributes.contains(attributeId) ? null : was;
      // Where Keycloak replaces a row, the new one is seen before the old one is.
      before.merge(name, Optional.ofNullable(value), (a, b) -> a.isPresent() ? a : b);
    } else {
      updated = true;
    }
  }

  /** Somebody has begun to delete the user. */
  public void leaves(Departure how) {
    if (departure == null && !created) {
      departure = how;
    }
  }

  /** Whether {@link #leaves} has been told how. */
  public boolean isLeaving() {
    return departure != null;
  }

  /** The user's row is gone. One that the transaction itself has made has never been. */
  public void gone() {
    gone = !created;
    created = false;
    updated = false;
    passwordChanged = false;
    enabledBefore = null;
    before.clear();
  }

  /** Whether the user's row is gone. */
  public boolean isGone() {
    return gone;
  }

  /** The deletion that is to be told, if there is one. */
  public Optional<Departure> departure() {
    return Optional.ofNullable(departure).filter(how -> gone && how.user() != null);
  }

  /**
   * The events but a deletion, in the order in which they are published.
   *
   * @param now the user as the transaction leaves it
   */
  public List<UserEventType> events(UserData now) {
    if (created) {
      return List.of(UserEventType.REGISTERED);
    }
    boolean number = changed(UserAttributes.PHONE_NUMBER, now.phoneNumber());
    boolean proof =
        changed(UserAttributes.PHONE_NUMBER_VERIFIED_AT, now.verifiedAt())
            || changed(
                UserAttributes.PHONE_NUMBER_VERIFIED, now.phoneNumberVerified() ? "true" : null);
    List<UserEventType> events = new ArrayList<>();
    if (updated || number || (proof && !now.phoneNumberVerified())) {
      events.add(UserEventType.UPDATED);
    }
    if ((number || proof) && now.phoneNumberVerified()) {
      events.add(UserEventType.PHONE_VERIFIED);
    }
    if (passwordChanged) {
      events.add(UserEventType.PASSWORD_CHANGED);
    }
    if (enabledBefore != null && enabledBefore != now.enabled()) {
      events.add(now.enabled() ? UserEventType.ENABLED : UserEventType.DISABLED);
    }
    return events;
  }

  private boolean changed(String attribute, String now) {
    Optional<String> was = before.get(attribute);
    return was != null && !Objects.equals(was.orElse(null), now);
  }
}
