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
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The SMS second factors of one user. A factor that was enrolled with the number on file is bound
 * to it: when somebody else than its user changes that number, no code goes to the old one any
 * more, and the factor works again once its user has proven the new one. It never disappears by
 * that, so that a login is never weaker than before.
 */
public final class SmsOtpCredentials {

  private final KeycloakSession session;
  private final RealmModel realm;
  private final UserModel user;
  private final Optional<StoredPhoneNumber> onFile;

  public SmsOtpCredentials(KeycloakSession session, RealmModel realm, UserModel user) {
    this.session = session;
    this.realm = realm;
    this.user = user;
    this.onFile = StoredPhoneNumber.of(realm, user);
  }

  /** Whether this user has one. */
  public static boolean exist(UserModel user) {
    return user.credentialManager()
        .getStoredCredentialsByTypeStream(SmsOtpCredentialModel.TYPE)
        .findAny()
        .isPresent();
  }

  /** All of them, the preferred one first. */
  public List<SmsOtpCredentialModel> all() {
    return user.credentialManager()
        .getStoredCredentialsByTypeStream(SmsOtpCredentialModel.TYPE)
        .map(SmsOtpCredentialModel::of)
        .toList();
  }

  /**
   * Where a code of this credential goes: its own number, or the one on file that an administrator
   * has put in its place and that is proven by this code. Empty if the number was taken off file,
   * or if another origin, such as an identity provider, has written another one: it would otherwise
   * choose where the codes go that guard against it.
   */
  public Optional<PhoneNumber> recipient(SmsOtpCredentialModel credential) {
    return credential.isOnFile()
        ? onFile
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

  /** Whether a factor would follow a change of the number on file that its user makes. */
  public boolean followNumberOnFile() {
    return all().stream().anyMatch(this::hasNumberOnFile);
  }

  /** Whether the code of this credential proves the number on file as well. */
  public boolean provesNumberOnFile(SmsOtpCredentialModel credential) {
    return credential.isOnFile() && onFile.filter(file -> !file.proven()).isPresent();
  }

  /** Stores that {@code number} was proven for this credential. */
  public void proven(SmsOtpCredentialModel credential, PhoneNumber number) {
    if (!credential.number().equals(number)) {
      store(credential, number, credential.isOnFile());
    }
  }

  /** The credential that has this number and may be used. */
  public Optional<SmsOtpCredentialModel> with(PhoneNumber number) {
    return all().stream()
        .filter(credential -> recipient(credential).equals(Optional.of(number)))
        .findFirst();
  }

  /** Enrols a number that was just proven. */
  public SmsOtpCredentialModel enrol(PhoneNumber number) {
    boolean isOnFile = onFile.filter(file -> file.number().equals(number)).isPresent();
    SmsOtpCredentialModel credential =
        SmsOtpCredentialModel.proven(number, isOnFile, labelsBeside(null));
    credential.setId(user.credentialManager().createStoredCredential(credential).getId());
    return credential;
  }

  /**
   * Follows a change of the number on file that its user makes by proving the new one. To be called
   * before the change.
   */
  public void follow(PhoneNumber to) {
    List<SmsOtpCredentialModel> next =
        all().stream().filter(one -> hasNumberOnFile(one) || one.number().equals(to)).toList();
    next.stream().skip(1).map(SmsOtpCredentialModel::getId).forEach(this::remove);
    next.stream().limit(1).forEach(one -> store(one, to, true));
  }

  private boolean hasNumberOnFile(SmsOtpCredentialModel credential) {
    return credential.isOnFile()
        || onFile.filter(file -> file.number().equals(credential.number())).isPresent();
  }

  private void store(SmsOtpCredentialModel credential, PhoneNumber number, boolean isOnFile) {
    credential.write(number, isOnFile, labelsBeside(credential.getId()));
    user.credentialManager().updateStoredCredential(credential);
  }

  private Set<String> labelsBeside(String id) {
    return all().stream()
        .filter(credential -> !credential.getId().equals(id))
        .map(SmsOtpCredentialModel::getUserLabel)
        .collect(Collectors.toSet());
  }

  private void remove(String id) {
    user.credentialManager().removeStoredCredentialById(id);
  }
}
