package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumber;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * The owners of phone numbers and nicknames. The ledger follows the user attributes, on whichever
 * path they are written, and reconciles claims before the transaction commits at the latest: a
 * conflict with another owner is then a {@link org.keycloak.models.ModelDuplicateException}, a
 * value that cannot be owned a {@link org.keycloak.models.ModelValidationException}, and the
 * transaction is rolled back.
 */
public interface ClaimLedger extends Provider {

  /** The ledger of {@code session}, in whose transaction it works. */
  static ClaimLedger of(KeycloakSession session) {
    return session.getProvider(ClaimLedger.class);
  }

  /**
   * Finds the claim of the current owner by one statement. A claim counts only while the attribute
   * that it was made for holds its value: after a change of the attribute by SQL or without this
   * extension the claim is not found, and still keeps other users out until it is reconciled.
   *
   * @param key the key of a {@link ClaimValue}
   * @return empty if no user owns the value
   */
  Optional<Claim> find(RealmModel realm, ClaimKind kind, String key);

  /**
   * The id of the enabled user who has verified {@code number} and owns it: a code may be sent to
   * this account. One statement is executed, whatever the result is.
   */
  Optional<String> provenOwner(RealmModel realm, PhoneNumber number);

  /**
   * The id of the enabled user with this e-mail address; empty if the realm allows duplicate
   * e-mails. One statement is executed, whatever the result is.
   *
   * @param email in lower case, as Keycloak stores it
   */
  Optional<String> ownerOfEmail(RealmModel realm, String email);

  /**
   * Finds the account of a typed identifier without allowing user enumeration: the database work
   * depends only on the type of the identifier, not on whether an account exists.
   *
   * @param typed a username, e-mail, phone or nickname; text that cannot be stored finds no user
   */
  Optional<AccountSummary> account(RealmModel realm, String typed);

  /** The account of the user with this id, or empty if there is no such user. */
  Optional<AccountSummary> accountOf(RealmModel realm, String userId);

  /**
   * Whether a user could own the value now, by one statement: it is {@link Availability#FREE} if no
   * user owns it, or that user does, or it was released and its quarantine has elapsed; otherwise
   * {@link Availability#TAKEN} or {@link Availability#HELD}. This is a hint for forms; {@link
   * #claimNow} or the commit decides.
   *
   * @param key the key of a {@link ClaimValue}
   * @param forUserId the user who would own it; null for a user who does not exist yet
   */
  Availability availability(
      RealmModel realm, ClaimKind kind, String key, @Nullable String forUserId);

  /** Whether the value is {@link Availability#FREE}, as {@link #availability} says. */
  default boolean isFree(RealmModel realm, ClaimKind kind, String key, @Nullable String forUserId) {
    return availability(realm, kind, key, forUserId) == Availability.FREE;
  }

  /**
   * Claims the values of the user's attributes now instead of before the commit, for callers that
   * can report a conflict on a page or in a response. Values become canonical. After a conflict the
   * caller must roll back or remove the value from the user.
   *
   * @return the kinds that were not claimed: {@link Availability#TAKEN}, or {@link
   *     Availability#INVALID} for a value that no user can own; empty if all were claimed, and in a
   *     realm that does not take part
   */
  Map<ClaimKind, Availability> claimNow(UserModel user);

  /** Whether this transaction has created the user. */
  boolean isCreated(UserModel user);

  /** Whether this transaction has created a user of the realm's own, as a registration does. */
  boolean hasCreated();

  /**
   * Locks a user that is about to be removed: waits for transactions that are changing the user and
   * makes later ones wait for the removal, so that what is read from now on is the user's last
   * data. Must be called before anything of the user is removed; is idempotent.
   */
  void holdLeaving(UserModel user);

  /**
   * Marks what is written to the user in this transaction as written by a directory, whatever the
   * request origin is. Must be called before it is written.
   */
  void markImported(String userId);

  /**
   * Reconciles now, instead of before the commit, what a directory or a broker has written to a
   * user in this transaction: values that the user cannot own and proofs that do not count are left
   * off, so that no token or page of this request shows them. Does nothing if nothing was written.
   */
  void settleImport(UserModel user);

  /**
   * The claim on a value, for administrators.
   *
   * @param typed the value in any spelling
   * @return empty if the value is free, was never owned or cannot be owned
   */
  Optional<ClaimDetails> describe(RealmModel realm, ClaimKind kind, String typed);

  /**
   * Starts the adoption of the realm from the beginning, in the background, unless it is running
   * already. A dry run writes only the report; this method waits up to ten seconds for it.
   */
  void adopt(RealmModel realm, boolean dryRun);

  /**
   * The report of the running or the last adoption of the realm; empty before the first.
   *
   * @param max how many conflicts and how many invalid values to list at most
   */
  Optional<AdoptionReport> adoption(RealmModel realm, int max);

  /**
   * The value that a user had when this transaction started.
   *
   * @param name an attribute of {@link ClaimKind}, or {@code username}
   * @return empty if the user had none, or is created in this transaction
   */
  Optional<String> before(String userId, String name);

  /**
   * Marks the change of the user's number to {@code number} in this transaction as verified, so
   * that the verification attributes which are set with it are kept. Must be called before they are
   * set.
   */
  void markProven(String userId, PhoneNumber number);

  @Override
  default void close() {}
}
