package io.github.phoneidentity.account;

import io.github.phoneidentity.account.jpa.PasswordChangeListener;
import io.github.phoneidentity.account.jpa.PasswordChangeTable;
import io.github.phoneidentity.account.jpa.PasswordChangeTable.Change;
import io.github.phoneidentity.policy.RealmPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * The last change of each user's password: a login that passed its first factor before it must not
 * continue. Keycloak can revoke user sessions after a change, but not open authentication sessions.
 */
public final class PasswordChanges {

  /** Longer than the lifespan of any authentication session. */
  private static final Duration KEPT = Duration.ofDays(30);

  private static final int BATCH = 500;

  private static final String END_CHECKED = "phone-identity.end-of-login-checked";

  private final KeycloakSession session;

  public PasswordChanges(KeycloakSession session) {
    this.session = session;
  }

  /** Registers the listener that records every change on this server. */
  public static void watch(KeycloakSessionFactory sessions) {
    KeycloakModelUtils.runJobInTransaction(
        sessions,
        session ->
            PasswordChangeListener.register(
                session,
                (table, userId) ->
                    new PasswordChanges(KeycloakSessionUtil.getKeycloakSession())
                        .record(table, userId)));
  }

  /** Records a change that is not stored in Keycloak's database, such as one in a directory. */
  public void record(UserModel user) {
    record(PasswordChangeTable.of(session), user.getId());
  }

  private void record(PasswordChangeTable table, String userId) {
    KeycloakContext context = session.getContext();
    RealmModel realm = context.getRealm();
    if (realm != null && RealmPolicy.participates(realm)) {
      AuthenticationSessionModel by = context.getAuthenticationSession();
      String root = by == null ? null : by.getParentSession().getId();
      table.write(userId, realm.getId(), new Change(Time.currentTimeMillis(), root));
    }
  }

  /**
   * Whether the first factor of an authentication session is older than a change of the password by
   * another session, an administrator or a REST call. It needs one index read; it is false in
   * realms in which the extension is disabled.
   *
   * @param user the user of that session; null if there is none yet
   */
  public boolean isStale(AuthenticationSessionModel authSession, @Nullable UserModel user) {
    return user != null
        && RealmPolicy.participates(authSession.getRealm())
        && PasswordChangeTable.of(session)
            .find(user.getId())
            .filter(change -> !authSession.getParentSession().getId().equals(change.authSession()))
            .filter(change -> FirstFactor.millis(session, authSession) < change.changedAt())
            .isPresent();
  }

  /**
   * Whether a login that has passed its flow must not complete. A login by SSO cookie may: its user
   * session was kept when the password was changed.
   */
  public boolean mustNotEnd(AuthenticationSessionModel authSession, UserModel user) {
    session.setAttribute(END_CHECKED, true);
    if (AuthenticatorUtil.isSSOAuthentication(authSession)) {
      return false;
    }
    FirstFactor.seen(session, authSession);
    return isStale(authSession, user);
  }

  /** Whether {@link #mustNotEnd} was called in this request. */
  public boolean isEndChecked() {
    return session.getAttribute(END_CHECKED) != null;
  }

  /** Whether the password was changed after a time in epoch milliseconds, by any user or client. */
  public boolean isChangedSince(UserModel user, long moment) {
    return PasswordChangeTable.of(session)
        .find(user.getId())
        .filter(change -> change.changedAt() > moment)
        .isPresent();
  }

  /** Deletes changes that are older than any open login. Any node may call it at any time. */
  public static void removeOld(KeycloakSessionFactory sessions) {
    int removed;
    do {
      removed =
          KeycloakModelUtils.runJobInTransactionWithResult(
              sessions,
              session ->
                  PasswordChangeTable.removeOlder(session, Time.currentTimeMillis(), KEPT, BATCH));
    } while (removed == BATCH);
  }
}
