package io.github.phoneidentity.profile;

import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.policy.RealmPolicy;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ConfiguredProvider;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.userprofile.AttributeContext;
import org.keycloak.userprofile.UserProfileAttributeValidationContext;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.validate.SimpleValidator;
import org.keycloak.validate.ValidationContext;
import org.keycloak.validate.ValidationError;
import org.keycloak.validate.ValidatorConfig;

/**
 * A user-profile validator for realms in which the extension is enabled. An unchanged value is not
 * validated, so that it never prevents saving the rest of the profile.
 */
abstract class ParticipatingRealmValidator implements SimpleValidator, ConfiguredProvider {

  @Override
  public ValidationContext validate(
      Object input, String inputHint, ValidationContext context, ValidatorConfig config) {
    RealmModel realm = context.getSession().getContext().getRealm();
    if (realm != null
        && RealmPolicy.participates(realm)
        && context instanceof UserProfileAttributeValidationContext profile
        && input instanceof Collection<?> values) {
      validate(values, inputHint, realm, profile);
    }
    return context;
  }

  /** Validates the values of the attribute {@code name}. */
  void validate(
      Collection<?> values,
      String name,
      RealmModel realm,
      UserProfileAttributeValidationContext context) {
    for (Object value : values) {
      if (value instanceof String text && !text.isBlank()) {
        validate(text, name, realm, context);
      }
    }
  }

  private void validate(
      String value, String name, RealmModel realm, UserProfileAttributeValidationContext context) {
    AttributeContext attribute = context.getAttributeContext();
    if (!isUnchanged(name, value, attribute) && !isOmittedLater(name, attribute)) {
      String message = problem(name, value, realm, attribute);
      if (message != null) {
        context.addError(new ValidationError(getId(), name, message));
      }
    }
  }

  /**
   * Whether the user had the value already. SCIM writes the user before it validates. On Review
   * Profile the user is about to be created from the identity provider's values, of which only the
   * username cannot be omitted.
   */
  private static boolean isUnchanged(String name, String value, AttributeContext context) {
    UserModel user = context.getUser();
    if (user == null) {
      return false;
    }
    return switch (context.getContext()) {
      case SCIM ->
          ClaimLedger.of(context.getSession()).before(user.getId(), name).stream()
              .anyMatch(value::equals);
      case IDP_REVIEW ->
          !name.equals(UserModel.USERNAME) && value.equals(user.getFirstAttribute(name));
      default -> value.equals(user.getFirstAttribute(name));
    };
  }

  /**
   * Whether the value comes from an identity provider. If it cannot be claimed, it is omitted when
   * the user is saved, and the user need not correct it.
   */
  private static boolean isOmittedLater(String name, AttributeContext context) {
    return context.getContext() == UserProfileContext.IDP_REVIEW
        && context.getUser() == null
        && !name.equals(UserModel.USERNAME);
  }

  /** The message key of the error of a value; null if it is valid. */
  abstract @Nullable String problem(
      String name, String value, RealmModel realm, AttributeContext context);

  @Override
  public List<ProviderConfigProperty> getConfigProperties() {
    return List.of();
  }
}
