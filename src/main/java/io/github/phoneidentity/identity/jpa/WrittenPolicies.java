package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.RequestOrigin;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.VerificationPolicyProperties;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.FlushMode;
import org.hibernate.SharedSessionContract;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.userprofile.ValidationException;
import org.keycloak.utils.KeycloakSessionUtil;

/**
 * Validates policies that an administrator has written. Keycloak validates the config of a required
 * action only on the endpoint that the console uses. Imported policies are not validated here: they
 * are read as they are, with a warning.
 */
final class WrittenPolicies {

  private final SharedSessionContract db;

  WrittenPolicies(SharedSessionContract db) {
    this.db = db;
  }

  /**
   * Validates the policies of these required actions, if the request origin is an administrator.
   *
   * @throws InvalidValueException if a policy is not valid; the message names the reasons
   */
  void validate(Set<String> requiredActionIds) {
    KeycloakSession session = KeycloakSessionUtil.getKeycloakSession();
    if (requiredActionIds.isEmpty() || RequestOrigin.of(session) != RequestOrigin.ADMINISTRATOR) {
      return;
    }
    for (String id : requiredActionIds) {
      RequiredActionConfigModel model = new RequiredActionConfigModel();
      model.setConfig(config(id));
      try {
        VerificationPolicyProperties.validate(session, session.getContext().getRealm(), model);
      } catch (ValidationException e) {
        throw new InvalidValueException(
            e.getErrors().stream()
                .map(ValidationException.Error::getMessage)
                .collect(Collectors.joining("; ")));
      }
    }
  }

  private Map<String, String> config(String requiredActionId) {
    List<Object[]> rows =
        db.createSelectionQuery(
                "select key(c), value(c) from RequiredActionProviderEntity p join p.config c"
                    + " where p.id = :id and p.providerId = :provider",
                Object[].class)
            .setParameter("id", requiredActionId)
            .setParameter("provider", ProviderIds.VERIFY_PHONE)
            .setHibernateFlushMode(FlushMode.MANUAL)
            .getResultList();
    Map<String, String> config = new HashMap<>();
    rows.forEach(row -> config.put((String) row[0], (String) row[1]));
    return config;
  }
}
