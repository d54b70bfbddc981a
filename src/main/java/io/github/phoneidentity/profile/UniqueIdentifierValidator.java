package io.github.phoneidentity.profile;

import io.github.phoneidentity.identity.Availability;
import io.github.phoneidentity.identity.IdentifierRules;
import io.github.phoneidentity.identity.IdentifierRules.Candidate;
import io.github.phoneidentity.identity.PendingRegistrationNumber;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.policy.ProviderIds;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.userprofile.AttributeContext;
import org.keycloak.userprofile.UserProfileAttributeValidationContext;
import org.keycloak.userprofile.UserProfileContext;

/**
 * User-profile validator {@code unique-identifier} for the attributes {@code phoneNumber}, {@code
 * nickname} and {@code username}: the value must not belong to another user, and a name must not be
 * a phone number or an e-mail address that is not the user's own.
 */
public final class UniqueIdentifierValidator extends ParticipatingRealmValidator {

  @Override
  public String getId() {
    return ProviderIds.UNIQUE_IDENTIFIER_VALIDATOR;
  }

  @Override
  public String getHelpText() {
    return "One owner per phoneNumber and nickname; a nickname or username must not be a phone"
        + " number or an e-mail address that is not the user's own.";
  }

  /**
   * Validates the phone number together with the username for SCIM: it has written the user
   * already, and Keycloak ignores the errors of a read-only attribute whose value has not changed.
   */
  @Override
  void validate(
      Collection<?> values,
      String name,
      RealmModel realm,
      UserProfileAttributeValidationContext context) {
    super.validate(values, name, realm, context);
    AttributeContext attribute = context.getAttributeContext();
    if (name.equals(UserModel.USERNAME)
        && attribute.getContext() == UserProfileContext.SCIM
        && attribute.getUser() != null) {
      List<String> numbers =
          attribute.getUser().getAttributeStream(UserAttributes.PHONE_NUMBER).toList();
      super.validate(numbers, UserAttributes.PHONE_NUMBER, realm, context);
    }
  }

  @Override
  @Nullable String problem(String name, String value, RealmModel realm, AttributeContext context) {
    IdentifierRules rules = new IdentifierRules(context.getSession(), realm);
    return switch (name) {
      case UserAttributes.PHONE_NUMBER -> ofPhone(rules.phone(value, candidate(context)));
      case UserAttributes.NICKNAME -> ofNickname(rules.nickname(value, candidate(context)));
      case UserModel.USERNAME -> ofUsername(rules.username(value, candidate(context)));
      default -> null;
    };
  }

  private static @Nullable String ofPhone(Availability availability) {
    return switch (availability) {
      case TAKEN -> "phoneIdentity.error.phoneTaken";
      case HELD -> "phoneIdentity.error.phoneReserved";
      case FREE, INVALID, RESERVED -> null;
    };
  }

  private static @Nullable String ofNickname(Availability availability) {
    return switch (availability) {
      case TAKEN, HELD -> "phoneIdentity.error.nicknameTaken";
      case RESERVED -> "phoneIdentity.error.nicknameReserved";
      case INVALID -> "phoneIdentity.error.nicknameInvalid";
      case FREE -> null;
    };
  }

  /** Keycloak's own validators report a username that is taken or invalid. */
  private static @Nullable String ofUsername(Availability availability) {
    return availability == Availability.RESERVED ? "phoneIdentity.error.usernameReserved" : null;
  }

  private static Candidate candidate(AttributeContext context) {
    UserModel user = context.getUser();
    String id = user == null ? null : user.getId();
    return new Candidate(
        id, own(UserModel.EMAIL, context), own(UserAttributes.PHONE_NUMBER, context));
  }

  /** The submitted value, or the user's current one if the form cannot write the attribute. */
  private static @Nullable String own(String name, AttributeContext context) {
    UserModel user = context.getUser();
    boolean writable = !context.getAttributes().isReadOnly(name);
    String submitted = writable ? context.getAttributes().getFirst(name) : null;
    if (submitted != null || user != null) {
      return submitted == null ? user.getFirstAttribute(name) : submitted;
    }
    return name.equals(UserAttributes.PHONE_NUMBER)
        ? PendingRegistrationNumber.of(context.getSession()).orElse(null)
        : null;
  }
}
