package io.github.phoneidentity.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.RequiredActionProviderModel;

/**
 * Whether a realm takes part, and under which policy. Both hang on required action {@code
 * VERIFY_PHONE}.
 */
public final class RealmPolicy {

  /** The provider id of the required action. Its alias in a realm may differ. */
  public static final String VERIFY_PHONE = "VERIFY_PHONE";

  private static final int MOST_REMEMBERED = 10_000;

  /**
   * What was read last in each realm, so that a wrong value is told once per change and not at
   * every request.
   */
  private static final Map<String, Reading> READINGS = new ConcurrentHashMap<>();

  private RealmPolicy() {}

  /** Whether the required action is registered and enabled in {@code realm}. */
  public static boolean participates(RealmModel realm) {
    return action(realm).filter(RequiredActionProviderModel::isEnabled).isPresent();
  }

  /** The policy of {@code realm}: the config of its required action, or the defaults. */
  public static VerificationPolicy of(RealmModel realm) {
    Map<String, String> config =
        action(realm)
            .map(action -> realm.getRequiredActionConfigByAlias(action.getAlias()))
            .map(RequiredActionConfigModel::getConfig)
            .orElseGet(Map::of);
    return of(realm.getId(), realm.getName(), config);
  }

  /** The policy that {@code config} makes of a realm that is not at hand as a model. */
  public static VerificationPolicy of(String realmId, String name, Map<String, String> config) {
    Reading last = READINGS.get(realmId);
    if (last == null || !last.config().equals(config)) {
      if (READINGS.size() >= MOST_REMEMBERED) {
        // One at a time: forgetting all would have every wrong value told anew at once.
        READINGS.keySet().stream().findAny().ifPresent(READINGS::remove);
      }
      last = new Reading(new HashMap<>(config), PolicyReader.read(config, "of realm " + name));
      READINGS.put(realmId, last);
    }
    return last.policy();
  }

  private static Optional<RequiredActionProviderModel> action(RealmModel realm) {
    return realm
        .getRequiredActionProvidersStream()
        .filter(action -> VERIFY_PHONE.equals(action.getProviderId()))
        .findFirst();
  }

  private record Reading(Map<String, String> config, VerificationPolicy policy) {}
}
