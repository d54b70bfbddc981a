package io.github.phoneidentity.account;

import io.github.phoneidentity.account.RegistrationOutcome.Taken;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.NumberInUse;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.Challenge;
import java.util.Map;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Tells which value of a registration somebody else has. */
final class Takers {

  private final KeycloakSession session;
  private final RealmModel realm;

  Takers(KeycloakSession session) {
    this.session = session;
    this.realm = session.getContext().getRealm();
  }

  /** The first value that is taken, if any is. */
  Optional<Taken> first(RegistrationForm form, Map<Channel, Challenge> proofs) {
    return phone(proofs.get(Channel.sms))
        .or(() -> form.first(UserModel.USERNAME).flatMap(this::username))
        .or(() -> form.first(UserModel.EMAIL).flatMap(this::email))
        .or(() -> form.first(UserAttributes.NICKNAME).flatMap(this::nickname));
  }

  /** The proven number, if it already has an owner. */
  Optional<Taken> phone(Challenge proof) {
    if (proof == null
        || ClaimLedger.of(session)
            .isFree(realm, ClaimKind.phone, proof.recipient().address(), null)) {
      return Optional.empty();
    }
    boolean unproven = NumberInUse.isUnproven(session, realm, proof.recipient().phone());
    return Optional.of(new Taken("phone", unproven));
  }

  private Optional<Taken> username(String name) {
    return Optional.ofNullable(session.users().getUserByUsername(realm, name.strip()))
        .map(owner -> new Taken(UserModel.USERNAME, false));
  }

  private Optional<Taken> email(String address) {
    return realm.isDuplicateEmailsAllowed()
        ? Optional.empty()
        : Optional.ofNullable(session.users().getUserByEmail(realm, address.strip()))
            .map(owner -> new Taken(UserModel.EMAIL, false));
  }

  private Optional<Taken> nickname(String name) {
    return ClaimValue.parse(ClaimKind.nickname, name, RealmPolicy.of(realm).defaultRegion())
        .filter(
            value -> !ClaimLedger.of(session).isFree(realm, ClaimKind.nickname, value.key(), null))
        .map(value -> new Taken(UserAttributes.NICKNAME, false));
  }
}
