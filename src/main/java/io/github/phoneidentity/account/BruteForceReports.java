package io.github.phoneidentity.account;

import io.github.phoneidentity.policy.AuthNote;
import io.github.phoneidentity.verification.Purpose;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.services.managers.BruteForceProtector;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Reports wrong and right codes to Keycloak's brute-force protection, which only counts its own
 * categories: a code of {@link Purpose#LOGIN} is reported as a password (a primary failure), and
 * one of {@link Purpose#SECOND_FACTOR} as a one-time password (a secondary failure, which a realm
 * can allow a number of times before it disables the account). Codes of other purposes are not
 * reported. A success is reported in the category of the failures, because Keycloak clears them by
 * category.
 */
public final class BruteForceReports {

  private final KeycloakSession session;
  private final RealmModel realm;

  public BruteForceReports(KeycloakSession session) {
    this.session = session;
    this.realm = session.getContext().getRealm();
  }

  /**
   * Reports a wrong code. The user is not loaded in this request, so that the database work is the
   * same whether or not the user exists.
   *
   * @param userId the id of the user of the challenge; null for no user
   */
  public void failed(@Nullable String userId, Purpose purpose) {
    if (userId != null) {
      category(purpose)
          .ifPresent(
              category ->
                  protector()
                      .failedLogin(
                          realm,
                          reference(userId),
                          session.getContext().getConnection(),
                          session.getContext().getUri(),
                          Set.of(category)));
    }
  }

  /** Reports that a user has logged in with the right code. */
  public void succeeded(UserModel user, Purpose purpose) {
    category(purpose)
        .ifPresent(
            category ->
                protector()
                    .successfulLogin(
                        realm,
                        user,
                        session.getContext().getConnection(),
                        session.getContext().getUri(),
                        Set.of(category)));
  }

  /**
   * Records a right code in a login that continues. {@link #loggedIn} reports it: if it were
   * reported at once, an attacker who passes one factor could clear the failures of the next.
   */
  public static void passed(AuthenticationSessionModel login, Purpose purpose) {
    AuthNote.passed(purpose.id()).set(login);
  }

  /** Reports the right codes of a login that has completed. */
  public void loggedIn(AuthenticationSessionModel login, UserModel user) {
    Arrays.stream(Purpose.values())
        .filter(purpose -> AuthNote.passed(purpose.id()).isSet(login))
        .forEach(purpose -> succeeded(user, purpose));
  }

  private Optional<String> category(Purpose purpose) {
    return realm.isBruteForceProtected() ? categoryOf(purpose) : Optional.empty();
  }

  /** Keycloak's category for a code of {@code purpose}; empty if it is not reported. */
  static Optional<String> categoryOf(Purpose purpose) {
    return switch (purpose) {
      case LOGIN -> Optional.of(PasswordCredentialModel.TYPE);
      case SECOND_FACTOR -> Optional.of(OTPCredentialModel.TYPE);
      case REGISTRATION, PASSWORD_RESET, VERIFY, UPDATE -> Optional.empty();
    };
  }

  private BruteForceProtector protector() {
    return session.getProvider(BruteForceProtector.class);
  }

  /**
   * A user who is only loaded when a method other than {@code getId} is called, which Keycloak's
   * protector does not do.
   */
  private UserModel reference(String userId) {
    return (UserModel)
        Proxy.newProxyInstance(
            UserModel.class.getClassLoader(),
            new Class<?>[] {UserModel.class},
            (self, method, arguments) ->
                method.getName().equals("getId")
                    ? userId
                    : method.invoke(session.users().getUserById(realm, userId), arguments));
  }
}
