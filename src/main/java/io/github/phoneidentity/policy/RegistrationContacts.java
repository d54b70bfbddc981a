package io.github.phoneidentity.policy;

import java.util.List;
import java.util.Map;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.RealmModel;

/**
 * The contacts that must be proven before registration: the executions of {@code
 * registration-verify-contact} in the realm's registration flow. The list applies to pages and to
 * the REST API.
 */
public final class RegistrationContacts {

  /** The config key of the {@link Channel}, {@code sms} by default. */
  public static final String CHANNEL = "channel";

  /** The config key that lets a user skip the execution, {@code false} by default. */
  public static final String OPTIONAL = "optional";

  /**
   * A contact.
   *
   * @param execution the id of the execution that verifies it
   * @param channel the channel of the contact
   * @param optional whether a user may skip it
   * @param required whether every registration needs it; false if the execution is optional, an
   *     alternative, or in a conditional subflow
   */
  public record Contact(String execution, Channel channel, boolean optional, boolean required) {}

  private RegistrationContacts() {}

  /** The contacts of the registration flow that is bound to {@code realm}, in its order. */
  public static List<Contact> of(RealmModel realm) {
    return RegistrationFlow.executions(realm)
        .filter(
            execution ->
                ProviderIds.REGISTRATION_VERIFY_CONTACT.equals(execution.getAuthenticator()))
        .map(execution -> contact(realm, execution))
        .toList();
  }

  /** The contact that {@code execution} verifies. */
  public static Contact contact(RealmModel realm, AuthenticationExecutionModel execution) {
    Map<String, String> values = RegistrationFlow.config(realm, execution);
    Channel channel =
        Channel.email.name().equals(values.get(CHANNEL)) ? Channel.email : Channel.sms;
    boolean optional = Boolean.parseBoolean(values.get(OPTIONAL));
    boolean required = !optional && RegistrationFlow.isRequired(realm, execution);
    return new Contact(execution.getId(), channel, optional, required);
  }
}
