package io.github.phoneidentity.credential;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.RequestOrigin;
import io.github.phoneidentity.identity.StoredPhoneNumber;
import io.github.phoneidentity.phone.PhoneNumber;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The SMS second factors of one user. A factor that was enrolled with the user's phone number is
 * bound to it: if anyone but the user changes the phone number, codes are no longer sent to the
 * former one, and the factor works again after the user has proven the new one. The factor is never
 * removed by that, so that the login does not become weaker.
 */
public final class SmsOtpCredentials {

  private final KeycloakSession session;
  private final RealmModel realm;
  private final UserModel user;
  private final Optional<StoredPhoneNumber> stored;

  public SmsOtpCredentials(KeycloakSession session, RealmModel realm, UserModel user) {
    this.session = session;
    this.realm = realm;
    this.user = user;
    this.stored = StoredPhoneNumber.of(realm, user);
  }

  /** Whether the user has a second factor by SMS. */
  public static boolean exist(UserModel user) {
    return user.credentialManager()
        .getStoredCredentialsByTypeStream(SmsOtpCredentialModel.TYPE)
        .findAny()
        .isPresent();
  }

  /** The user's factors, the preferred one first. */
  public List<SmsOtpCredentialModel> all() {
    return user.credentialManager()
        .getStoredCredentialsByTypeStream(SmsOtpCredentialModel.TYPE)
        .map(SmsOtpCredentialModel::of)
        .toList();
  }

  /**
   * The number to which a code of this credential is sent: its own, or the user's phone number if
   * an administrator has changed that, which this code then verifies. Empty if the phone number was
   * removed, or if another request origin, such as an identity provider, has changed it: it could
   * otherwise redirect the codes that protect against it.
   */
  public Optional<PhoneNumber> recipient(SmsOtpCredentialModel credential) {
    return credential.isOnFile()
        ? stored
            .map(StoredPhoneNumber::number)
            .filter(number -> number.equals(credential.number()) || isByAdministrator(number))
        : Optional.of(credential.number());
  }

  private boolean isByAdministrator(PhoneNumber number) {
    return ClaimLedger.of(session)
        .find(realm, ClaimKind.phone, number.e164())
        .filter(claim -> claim.userId().equals(user.getId()))
        .filter(claim -> claim.origin() == RequestOrigin.ADMINISTRATOR)
        .isPresent();
  }

  /** Whether a factor follows when the user changes the phone number. */
  public boolean followNumberOnFile() {
    return all().stream().anyMatch(this::hasStoredNumber);
  }

  /** Whether a code of this credential also verifies the user's phone number. */
  public boolean provesNumberOnFile(SmsOtpCredentialModel credential) {
    return credential.isOnFile() && stored.filter(current -> !current.proven()).isPresent();
  }

  /** Records that {@code number} was proven for this credential. */
  public void proven(SmsOtpCredentialModel credential, PhoneNumber number) {
    if (!credential.number().equals(number)) {
      store(credential, number, credential.isOnFile());
    }
  }

  /** The usable credential with this number; empty if there is none. */
  public Optional<SmsOtpCredentialModel> with(PhoneNumber number) {
    return all().stream()
        .filter(credential -> recipient(credential).equals(Optional.of(number)))
        .findFirst();
  }

  /** Enrols a number that was just proven, and stores the credential. */
  public SmsOtpCredentialModel enrol(PhoneNumber number) {
    boolean isBound = stored.filter(current -> current.number().equals(number)).isPresent();
    SmsOtpCredentialModel credential =
        SmsOtpCredentialModel.proven(number, isBound, otherLabels(null));
    credential.setId(user.credentialManager().createStoredCredential(credential).getId());
    return credential;
  }

  /**
   * Makes the factor follow a change of the user's phone number to a proven one. It must be called
   * before the change.
   */
  public void follow(PhoneNumber to) {
    List<SmsOtpCredentialModel> next =
        all().stream().filter(one -> hasStoredNumber(one) || one.number().equals(to)).toList();
    next.stream().skip(1).map(SmsOtpCredentialModel::getId).forEach(this::remove);
    next.stream().limit(1).forEach(one -> store(one, to, true));
  }

  private boolean hasStoredNumber(SmsOtpCredentialModel credential) {
    return credential.isOnFile()
        || stored.filter(current -> current.number().equals(credential.number())).isPresent();
  }

  private void store(SmsOtpCredentialModel credential, PhoneNumber number, boolean isBound) {
    credential.write(number, isBound, otherLabels(credential.getId()));
    user.credentialManager().updateStoredCredential(credential);
  }

  private Set<String> otherLabels(@Nullable String id) {
    return all().stream()
        .filter(credential -> !credential.getId().equals(id))
        .map(SmsOtpCredentialModel::getUserLabel)
        .collect(Collectors.toSet());
  }

  private void remove(String id) {
    user.credentialManager().removeStoredCredentialById(id);
  }
}
