package io.github.phoneidentity.identity;

import io.github.phoneidentity.policy.RealmPolicy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Finds the user of a typed username, e-mail, phone or nickname. The type of the identifier
 * determines the order of the lookups, and the first match is final, so that no user can
 * impersonate or block the owner of a phone, e-mail or username by choosing a name.
 */
public final class IdentifierLookup {

  private static final int MAX_LENGTH = 255;

  private final KeycloakSession session;

  public IdentifierLookup(KeycloakSession session) {
    this.session = session;
  }

  /**
   * The owner of an identifier, whether the user is enabled or not.
   *
   * @param typed the identifier as typed; null, blank, overlong and malformed text finds no user
   */
  public Optional<UserModel> find(RealmModel realm, @Nullable String typed) {
    String identifier = identifier(typed);
    if (identifier.isEmpty()) {
      return Optional.empty();
    }
    if (IdentifierType.looksLikeEmail(identifier)) {
      return byEmail(realm, identifier).or(() -> byUsername(realm, identifier));
    }
    if (!RealmPolicy.participates(realm)) {
      return byUsername(realm, identifier);
    }
    return byClaim(realm, ClaimKind.phone, identifier)
        .or(() -> byUsername(realm, identifier))
        .or(() -> byClaim(realm, ClaimKind.nickname, identifier));
  }

  /** The identifier without surrounding spaces; an empty string if it cannot belong to any user. */
  public static String identifier(@Nullable String typed) {
    String identifier = typed == null ? "" : typed.strip();
    return identifier.length() > MAX_LENGTH || !StorableText.isStorable(identifier)
        ? ""
        : identifier;
  }

  private Optional<UserModel> byEmail(RealmModel realm, String identifier) {
    if (!realm.isLoginWithEmailAllowed() || realm.isDuplicateEmailsAllowed()) {
      return Optional.empty();
    }
    return Optional.ofNullable(
        session.users().getUserByEmail(realm, identifier.replace('\uFF20', '@')));
  }

  private Optional<UserModel> byUsername(RealmModel realm, String identifier) {
    return Optional.ofNullable(session.users().getUserByUsername(realm, identifier));
  }

  private Optional<UserModel> byClaim(RealmModel realm, ClaimKind kind, String identifier) {
    return ClaimValue.parse(kind, identifier, RealmPolicy.of(realm).defaultRegion())
        .flatMap(value -> ClaimLedger.of(session).find(realm, kind, value.key()))
        .map(claim -> session.users().getUserById(realm, claim.userId()));
  }
}
