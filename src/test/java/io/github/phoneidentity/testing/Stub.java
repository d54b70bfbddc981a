package io.github.phoneidentity.testing;

import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;

import io.github.phoneidentity.policy.ProviderIds;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.keycloak.Config;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.RequiredActionProviderModel;

/** Keycloak's interfaces for unit tests. */
public final class Stub {

  private Stub() {}

  /** A stub whose calls fail, unless they are prepared with {@code doReturn} or the like. */
  public static <T> T of(Class<T> type) {
    return mock(
        type,
        call -> {
          throw new UnsupportedOperationException(call.getMethod().getName());
        });
  }

  /** A realm called {@code demo}, with an id of its own. */
  public static RealmModel realm() {
    RealmModel realm = of(RealmModel.class);
    doReturn(UUID.randomUUID().toString()).when(realm).getId();
    doReturn("demo").when(realm).getName();
    return realm;
  }

  /** The same with this policy. */
  public static RealmModel realm(Map<String, String> policy) {
    RealmModel realm = realm();
    setAction(realm, ProviderIds.VERIFY_PHONE, true, policy);
    return realm;
  }

  /**
   * Gives a realm its only required action, whose alias is not the provider's id.
   *
   * @param config null for none
   */
  public static void setAction(
      RealmModel realm, String providerId, boolean enabled, Map<String, String> config) {
    RequiredActionProviderModel action = new RequiredActionProviderModel();
    action.setAlias("my alias");
    action.setProviderId(providerId);
    action.setEnabled(enabled);
    RequiredActionConfigModel actionConfig = new RequiredActionConfigModel();
    actionConfig.setConfig(config);
    doAnswer(call -> Stream.of(action)).when(realm).getRequiredActionProvidersStream();
    doReturn(actionConfig).when(realm).getRequiredActionConfigByAlias(action.getAlias());
  }

  /** Options of a provider as texts, without any default value. */
  public static Config.Scope options(Map<String, String> options) {
    return mock(Config.Scope.class, call -> options.get(call.<String>getArgument(0)));
  }
}
