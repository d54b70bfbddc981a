package io.github.phoneidentity.profile;

import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RealmPolicy;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.RealmModel;
import org.keycloak.userprofile.AttributeContext;

/**
 * User-profile validator {@code phone-number}: a valid number, in international format or in the
 * national one of the policy's region.
 */
public final class PhoneNumberValidator extends ParticipatingRealmValidator {

  @Override
  public String getId() {
    return ProviderIds.PHONE_NUMBER_VALIDATOR;
  }

  @Override
  public String getHelpText() {
    return "A valid phone number. The default region of VERIFY_PHONE determines the national number"
        + " format.";
  }

  @Override
  @Nullable String problem(String name, String value, RealmModel realm, AttributeContext context) {
    String region = RealmPolicy.of(realm).defaultRegion();
    return PhoneNumberParser.parse(value, region).isPresent()
        ? null
        : "phoneIdentity.error.invalidPhone";
  }
}
