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
import org.jspecify.annotations.Nullable;

/** The changes of one transaction to one user, and the events that they cause. */
public final class UserChange implements Serializable {

  private static final long serialVersionUID = 1L;

  /**
   * A deletion of a user.
   *
   * @param user the last data of the user; null if no event is published, because only the copy of
   *     a directory's user was removed
   * @param by the actor of the deletion
   */
  public record Deletion(@Nullable UserData user, Actor by) implements Serializable {}

  /** The attributes whose values are compared with those before the transaction. */
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
  private @Nullable UserRow rowBefore;
  private @Nullable UserRow row;
  private @Nullable Deletion deletion;
  private boolean rowDeleted;

  /** Records that the user was created. */
  public void created() {
    created = true;
  }

  /** Records any change other than the following ones. */
  public void updated() {
    updated = true;
  }

  public void passwordChanged() {
    passwordChanged = true;
  }

  /**
   * Records that the user's row was written, with all columns, whichever the session has changed.
   *
   * @param was what the session has read, which another transaction may have changed since then
   * @param now what the session has written
   */
  public void rowWritten(UserRow was, UserRow now) {
    if (rowBefore == null) {
      rowBefore = was;
    }
    row = now;
  }

  /**
   * Whether nothing but the row was written, and its values have not changed.
   *
   * @param last the row in the user's last event; null if it is not known
   */
  public boolean isNone(@Nullable UserRow last) {
    return row != null
        && row.equals(before(last))
        && !(created || updated || passwordChanged)
        && before.isEmpty();
  }

  /** The row that a session has read may be older than the last event. */
  private @Nullable UserRow before(@Nullable UserRow last) {
    return last != null ? last : rowBefore;
  }

  /**
   * Records the insertion of an attribute row, which holds no value from before the transaction.
   */
  public void attributeInserted(String attributeId, String name) {
    insertedAttributes.add(attributeId);
    attributeWritten(attributeId, name, null);
  }

  /**
   * Records the change of an attribute row.
   *
   * @param was the former value of the row, or null
   */
  public void attributeWritten(String attributeId, String name, @Nullable String was) {
    if (COMPARED.contains(name)) {
      String value = insertedAttributes.contains(attributeId) ? null : was;
      // If Keycloak replaces a row, the insertion is flushed before the deletion: keep the former
      // value.
      before.merge(name, Optional.ofNullable(value), (a, b) -> a.isPresent() ? a : b);
    } else {
      updated = true;
    }
  }

  /** Records that the user is being deleted; only the first call counts. */
  public void markLeaving(Deletion how) {
    if (deletion == null && !created) {
      deletion = how;
    }
  }

  /** Whether {@link #markLeaving} was called. */
  public boolean isLeaving() {
    return deletion != null;
  }

  /**
   * Records that the user's row was deleted. For a user who was created in the same transaction
   * nothing is recorded.
   */
  public void rowDeleted() {
    rowDeleted = !created;
    created = false;
    updated = false;
    passwordChanged = false;
    rowBefore = null;
    row = null;
    before.clear();
  }

  /** Whether the user's row was deleted. */
  public boolean isRowDeleted() {
    return rowDeleted;
  }

  /** The deletion to publish, or empty. */
  public Optional<Deletion> deletion() {
    return Optional.ofNullable(deletion).filter(how -> rowDeleted && how.user() != null);
  }

  /**
   * The events other than a deletion, in the order in which they are published.
   *
   * @param now the data of the user at the end of the transaction
   * @param last the row in the user's last event; null if it is not known
   */
  public List<UserEventType> events(UserData now, @Nullable UserRow last) {
    if (created) {
      return List.of(UserEventType.REGISTERED);
    }
    UserRow was = before(last);
    boolean profile = was != null && !was.profile().equals(now.row().profile());
    boolean number = changed(UserAttributes.PHONE_NUMBER, now.phoneNumber());
    boolean proof =
        changed(UserAttributes.PHONE_NUMBER_VERIFIED_AT, now.verifiedAt())
            || changed(
                UserAttributes.PHONE_NUMBER_VERIFIED, now.phoneNumberVerified() ? "true" : null);
    List<UserEventType> events = new ArrayList<>();
    if (updated || profile || number || (proof && !now.phoneNumberVerified())) {
      events.add(UserEventType.UPDATED);
    }
    if ((number || proof) && now.phoneNumberVerified()) {
      events.add(UserEventType.PHONE_VERIFIED);
    }
    if (passwordChanged) {
      events.add(UserEventType.PASSWORD_CHANGED);
    }
    if (was != null && was.enabled() != now.enabled()) {
      events.add(now.enabled() ? UserEventType.ENABLED : UserEventType.DISABLED);
    }
    return events;
  }

  private boolean changed(String attribute, @Nullable String now) {
    Optional<String> was = before.get(attribute);
    return was != null && !Objects.equals(was.orElse(null), now);
  }
}
