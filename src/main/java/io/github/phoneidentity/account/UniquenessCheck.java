package io.github.phoneidentity.account;

import io.github.phoneidentity.account.RegistrationOutcome.Taken;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Recipient;
import java.util.Collection;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** Finds the values of a registration that belong to another user. */
final class UniquenessCheck {

  private final KeycloakSession session;
  private final RealmModel realm;

  UniquenessCheck(KeycloakSession session) {
    this.session = session;
    this.realm = session.getContext().getRealm();
  }

  /** The first proven contact that is taken; empty if none is. */
  Optional<Taken> contact(Collection<Challenge> proofs) {
    return proofs.stream()
        .map(Challenge::recipient)
        .flatMap(one -> contact(one).stream())
        .findFirst();
  }

  /** The contact if it is taken; empty otherwise. */
  Optional<Taken> contact(Recipient recipient) {
    return switch (recipient.channel()) {
      case sms -> PhoneConflict.of(session, realm, recipient.phone(), null).map(Taken::phone);
      case email -> email(recipient.address());
    };
  }

  /** The first of username, e-mail address and nickname that is taken; empty if none is. */
  Optional<Taken> name(RegistrationForm form) {
    return form.first(UserModel.USERNAME)
        .flatMap(this::username)
        .or(() -> form.first(UserModel.EMAIL).flatMap(this::email))
        .or(
            () ->
                form.first(UserAttributes.NICKNAME)
                    .flatMap(name -> claimed(ClaimKind.nickname, name)));
  }

  private Optional<Taken> username(String name) {
    return Optional.ofNullable(session.users().getUserByUsername(realm, name.strip()))
        .map(owner -> new Taken(UserModel.USERNAME, null));
  }

  private Optional<Taken> email(String address) {
    return realm.isDuplicateEmailsAllowed()
        ? Optional.empty()
        : Optional.ofNullable(session.users().getUserByEmail(realm, address.strip()))
            .map(owner -> new Taken(UserModel.EMAIL, null));
  }

  /** The unproven phone number of the form if it is taken; empty otherwise. */
  Optional<Taken> number(RegistrationForm form) {
    return form.first(UserAttributes.PHONE_NUMBER)
        .flatMap(number -> claimed(ClaimKind.phone, number));
  }

  private Optional<Taken> claimed(ClaimKind kind, String typed) {
    return ClaimValue.parse(kind, typed, RealmPolicy.of(realm).defaultRegion())
        .filter(value -> !ClaimLedger.of(session).isFree(realm, kind, value.key(), null))
        .map(value -> new Taken(kind.name(), null));
  }
}
