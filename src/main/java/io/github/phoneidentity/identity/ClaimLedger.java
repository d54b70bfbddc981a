package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumber;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.Provider;

/**
 * Who owns which phone number and nickname. The ledger follows the user attributes by itself,
 * whoever sets them, and decides at the latest when the transaction commits: then a lost claim is a
 * {@link org.keycloak.models.ModelDuplicateException}, a value that cannot be owned a {@link
 * org.keycloak.models.ModelValidationException}, and nothing of the transaction remains.
 */
public interface ClaimLedger extends Provider {

  /** The ledger that works in the transaction of {@code session}. */
  static ClaimLedger of(KeycloakSession session) {
    return session.getProvider(ClaimLedger.class);
  }

  /**
   * The claim of the present owner, by one statement; {@code key} as {@link ClaimValue} makes it.
   * It is the owner's only while the attribute that it was made for holds its value: what changed
   * the attribute past this project leads to nobody, and keeps others out until it is settled.
   */
  Optional<Claim> find(RealmModel realm, ClaimKind kind, String key);

  /**
   * The id of the enabled user who has proven {@code number}: the account that a code may go to.
   * One statement, whatever the answer is.
   */
  Optional<String> provenOwner(RealmModel realm, PhoneNumber number);

  /**
   * The id of the enabled user with this e-mail address; empty where several users may share one.
   * One statement, whatever the answer is.
   *
   * @param email in lower case, as Keycloak stores it
   */
  Optional<String> ownerOfEmail(RealmModel realm, String email);

  /**
   * The account that somebody names, for questions whose answer may not tell whether there is one:
   * the work depends on the form of what was typed alone.
   *
   * @param typed a username, e-mail, phone or nickname; what cannot be stored belongs to nobody
   */
  Optional<AccountSummary> account(RealmModel realm, String typed);

  /** The account of the user with this id. */
  Optional<AccountSummary> accountOf(RealmModel realm, String userId);

  /**
   * Whether a user could own the value now: nobody does, or that user does, or it was released and
   * its quarantine is over. An answer for people; the truth is decided by {@link #claimNow} or the
   * commit.
   *
   * @param forUserId the user who would own it, or null for one who does not exist yet
   */
  boolean isFree(RealmModel realm, ClaimKind kind, String key, String forUserId);

  /**
   * Claims what the user's attributes hold in this transaction, instead of at its commit, for
   * callers that can tell a loser kindly. Values become canonical. After a loss the caller rolls
   * back or takes the value off the user.
   *
   * @return the kinds that were not won: {@link Availability#TAKEN}, or {@link
   *     Availability#INVALID} for a value that nobody can own; empty when all were won, and in a
   *     realm that does not take part
   */
  Map<ClaimKind, Availability> claimNow(UserModel user);

  /** Whether this transaction has created the user. */
  boolean isCreated(UserModel user);

  /** Whether this transaction has created a user of the realm's own, as a registration does. */
  boolean hasCreated();

  /**
   * Waits for those who are changing a user that is about to be removed, and has later ones wait
   * for the removal: what is read of the user from now on is its last data. To be called before
   * anything of the user is removed.
   */
  void holdLeaving(UserModel user);

  /**
   * Says that what is written to the user in this transaction comes from a directory, whatever the
   * request is. To be called before it is written.
   */
  void markImported(String userId);

  /**
   * Settles at once what a directory or a broker has brought of a user in this transaction, instead
   * of at its commit: what the user cannot own or has not proven is left off, and neither tokens
   * nor pages of this request show it. Nothing happens when nothing was brought.
   */
  void settleImport(UserModel user);

  /**
   * What is known of a value, for administrators.
   *
   * @param typed the value in any spelling
   * @return empty when it is free, was never owned, or cannot be
   */
  Optional<ClaimDetails> describe(RealmModel realm, ClaimKind kind, String typed);

  /**
   * Has the realm adopted again from the beginning, in the background, unless that is going on
   * already. A dry run, which writes nothing but the report, is waited for for a while.
   */
  void adopt(RealmModel realm, boolean dryRun);

  /**
   * How the last adoption of the realm went, or goes; empty before the first.
   *
   * @param max how many conflicts to list, and how many invalid values
   */
  Optional<AdoptionReport> adoption(RealmModel realm, int max);

  /**
   * What a user had when this transaction began.
   *
   * @param name an attribute of {@link ClaimKind}, or {@code username}
   * @return empty for nothing, and for a user who is created in it
   */
  Optional<String> before(String userId, String name);

  /**
   * Says that in this transaction a change of the user's number to {@code number} is proven, so
   * that the verification attributes that are set with it stay. To be called before they are set.
   */
  void markProven(String userId, PhoneNumber number);

  @Override
  default void close() {}
}
