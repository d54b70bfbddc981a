package io.github.phoneidentity.identity;

import io.github.phoneidentity.policy.RealmPolicy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The uniqueness rules across usernames, nicknames, phones and e-mails in a realm that takes part.
 * They are early checks for forms; the {@link ClaimLedger} decides who owns a value, and Keycloak
 * does so for usernames.
 */
public final class IdentifierRules {

  /**
   * The user for whom a value is checked.
   *
   * @param id the user's id; null for a user who does not exist yet
   * @param email the user's e-mail; null if it is unknown
   * @param phoneNumber the user's number in any spelling; null if it is unknown
   */
  public record Candidate(
      @Nullable String id, @Nullable String email, @Nullable String phoneNumber) {}

  private final KeycloakSession session;
  private final RealmModel realm;
  private final String defaultRegion;

  public IdentifierRules(KeycloakSession session, RealmModel realm) {
    this.session = session;
    this.realm = realm;
    this.defaultRegion = RealmPolicy.of(realm).defaultRegion();
  }

  /**
   * Whether the user could own a number.
   *
   * @param typed the number in any spelling, or null
   */
  public Availability phone(@Nullable String typed, Candidate user) {
    return ClaimValue.parse(ClaimKind.phone, typed, defaultRegion)
        .map(value -> claimable(value, user))
        .orElse(Availability.INVALID);
  }

  /**
   * Whether the user could own a nickname.
   *
   * @param typed the nickname, or null
   */
  public Availability nickname(@Nullable String typed, Candidate user) {
    Optional<ClaimValue> value = ClaimValue.parse(ClaimKind.nickname, typed, defaultRegion);
    if (typed == null || value.isEmpty()) {
      return Availability.INVALID;
    }
    return isReserved(typed, user) ? Availability.RESERVED : claimable(value.get(), user);
  }

  /**
   * Whether the user could get a username.
   *
   * @param typed the username, or null
   * @return never {@link Availability#HELD}, because usernames have no quarantine
   */
  public Availability username(@Nullable String typed, Candidate user) {
    if (typed == null || typed.isBlank() || !StorableText.isStorable(typed)) {
      return Availability.INVALID;
    }
    if (isReserved(typed, user)) {
      return Availability.RESERVED;
    }
    UserModel owner = session.users().getUserByUsername(realm, typed.strip());
    return owner == null || owner.getId().equals(user.id())
        ? Availability.FREE
        : Availability.TAKEN;
  }

  private Availability claimable(ClaimValue value, Candidate user) {
    return ClaimLedger.of(session).availability(realm, value.kind(), value.key(), user.id());
  }

  private boolean isReserved(String typed, Candidate user) {
    return new ReservedName(defaultRegion).isFor(typed, user.email(), user.phoneNumber());
  }
}
