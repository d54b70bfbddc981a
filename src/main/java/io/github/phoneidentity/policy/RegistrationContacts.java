package io.github.phoneidentity.policy;

import java.util.List;
import java.util.Map;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.RealmModel;

/**
 * The contacts that a realm wants proven before an account exists: the executions of {@code
 * registration-verify-contact} in its registration flow. Pages and the REST API obey the same list.
 */
public final class RegistrationContacts {

  /** The provider id of the execution. */
  public static final String VERIFY_CONTACT = ProviderIds.REGISTRATION_VERIFY_CONTACT;

  /** Its config key for the {@link Channel}, {@code sms} by default. */
  public static final String CHANNEL = "channel";

  /** Its config key that lets a user skip it, {@code false} by default. */
  public static final String OPTIONAL = "optional";

  /**
   * One contact.
   *
   * @param execution the id of the execution that asks for it
   * @param channel how it is proven
   * @param optional may a user skip it?
   * @param required does every registration need it? Not where the execution is optional, or one of
   *     several alternatives, or under a condition.
   */
  public record Contact(String execution, Channel channel, boolean optional, boolean required) {}

  private RegistrationContacts() {}

  /** What the registration flow that is bound to {@code realm} asks for, in its order. */
  public static List<Contact> of(RealmModel realm) {
    return RegistrationFlow.executions(realm)
        .filter(execution -> VERIFY_CONTACT.equals(execution.getAuthenticator()))
        .map(execution -> contact(realm, execution))
        .toList();
  }

  /** The contact that {@code execution} asks for. */
  public static Contact contact(RealmModel realm, AuthenticationExecutionModel execution) {
    Map<String, String> values = RegistrationFlow.config(realm, execution);
    Channel channel =
        Channel.email.name().equals(values.get(CHANNEL)) ? Channel.email : Channel.sms;
    boolean optional = Boolean.parseBoolean(values.get(OPTIONAL));
    boolean required = !optional && RegistrationFlow.isRequired(realm, execution);
    return new Contact(execution.getId(), channel, optional, required);
  }
}
