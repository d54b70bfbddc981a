package io.github.phoneidentity.reference;

import io.github.phoneidentity.policy.VerificationPolicyProperties;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.userprofile.ValidationException;

/**
 * A key of the policy.
 *
 * @param requirement the valid values, in the words of the error that says what a value "must be"
 */
record PolicyKey(ProviderConfigProperty property, String requirement) {

  private static final String INVALID = "?";

  /** The keys in the order of the console. */
  static Stream<PolicyKey> all() {
    return VerificationPolicyProperties.all().stream()
        .map(property -> new PolicyKey(property, requirement(property.getName())));
  }

  private static String requirement(String key) {
    RequiredActionConfigModel model = new RequiredActionConfigModel();
    model.setConfig(Map.of(key, INVALID));
    try {
      VerificationPolicyProperties.validate(null, null, model);
    } catch (ValidationException e) {
      String message = e.getErrors().get(0).getMessage();
      return message.replace(key + " must be ", "").replace(", not '" + INVALID + "'", "");
    }
    throw new AssertionError("Key " + key + " accepts " + INVALID);
  }
}
