package io.github.phoneidentity.policy;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.RealmModel;

/** The registration flow that is bound to a realm. It applies to pages and to the REST API. */
public final class RegistrationFlow {

  /** The executions whose rules the REST API implements as well. */
  private static final Set<String> WITHOUT_PAGES =
      Set.of(
          ProviderIds.REGISTRATION_VERIFY_CONTACT,
          ProviderIds.REGISTRATION_CONTACT_ACTION,
          ProviderIds.REGISTRATION_PAGE_FORM,
          ProviderIds.REGISTRATION_USER_CREATION,
          ProviderIds.REGISTRATION_PASSWORD,
          ProviderIds.REGISTRATION_TERMS);

  private RegistrationFlow() {}

  /**
   * Whether the REST API can do everything that the flow requires: no other execution, such as
   * reCAPTCHA or a third party's, is enabled.
   */
  public static boolean isWithoutPages(RealmModel realm) {
    return realm.getRegistrationFlow() != null
        && isWithoutPages(realm, realm.getRegistrationFlow().getId());
  }

  private static boolean isWithoutPages(RealmModel realm, String flow) {
    return realm
        .getAuthenticationExecutionsStream(flow)
        .filter(execution -> !execution.isDisabled())
        .allMatch(execution -> isWithoutPages(realm, execution));
  }

  private static boolean isWithoutPages(RealmModel realm, AuthenticationExecutionModel execution) {
    String provider = execution.getAuthenticator();
    boolean known = provider == null || WITHOUT_PAGES.contains(provider);
    return execution.isAuthenticatorFlow()
        ? known && isWithoutPages(realm, execution.getFlowId())
        : provider != null && known;
  }

  /** Whether an execution and every subflow around it are required. */
  static boolean isRequired(RealmModel realm, AuthenticationExecutionModel execution) {
    return Stream.iterate(
            execution,
            found -> found != null,
            found -> realm.getAuthenticationExecutionByFlowId(found.getParentFlow()))
        .allMatch(AuthenticationExecutionModel::isRequired);
  }

  /** Whether the flow has an enabled execution of this provider. */
  public static boolean has(RealmModel realm, String providerId) {
    return executions(realm).anyMatch(found -> providerId.equals(found.getAuthenticator()));
  }

  /** The config of the flow's first enabled execution of this provider; empty for none. */
  public static Map<String, String> config(RealmModel realm, String providerId) {
    return executions(realm)
        .filter(found -> providerId.equals(found.getAuthenticator()))
        .map(found -> config(realm, found))
        .findFirst()
        .orElseGet(Map::of);
  }

  static Map<String, String> config(RealmModel realm, AuthenticationExecutionModel execution) {
    AuthenticatorConfigModel config =
        execution.getAuthenticatorConfig() == null
            ? null
            : realm.getAuthenticatorConfigById(execution.getAuthenticatorConfig());
    return config == null || config.getConfig() == null ? Map.of() : config.getConfig();
  }

  /** The enabled executions of the flow and its subflows, in order. */
  static Stream<AuthenticationExecutionModel> executions(RealmModel realm) {
    return realm.getRegistrationFlow() == null
        ? Stream.empty()
        : executions(realm, realm.getRegistrationFlow().getId());
  }

  private static Stream<AuthenticationExecutionModel> executions(RealmModel realm, String flow) {
    return realm
        .getAuthenticationExecutionsStream(flow)
        .filter(execution -> !execution.isDisabled())
        .flatMap(
            execution ->
                execution.isAuthenticatorFlow()
                    ? executions(realm, execution.getFlowId())
                    : Stream.of(execution));
  }
}
