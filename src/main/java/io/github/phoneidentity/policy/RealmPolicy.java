package io.github.phoneidentity.policy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.RequiredActionProviderModel;

/**
 * Whether the extension is enabled in a realm, and its policy. Both are configured by required
 * action {@code VERIFY_PHONE}.
 */
public final class RealmPolicy {

  private static final int MOST_REMEMBERED = 10_000;

  /**
   * The last policy of each realm by its id, so that an invalid value is logged once per change and
   * not for every request.
   */
  private static final Map<String, Reading> READINGS = new ConcurrentHashMap<>();

  private RealmPolicy() {}

  /**
   * Whether the extension is enabled in {@code realm}: its required action is registered and
   * enabled.
   */
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

  /** The policy from {@code config}, for a realm whose model is not available. */
  public static VerificationPolicy of(String realmId, String name, Map<String, String> config) {
    Reading last = READINGS.get(realmId);
    if (last == null || !last.config().equals(config)) {
      if (READINGS.size() >= MOST_REMEMBERED) {
        // Remove one entry only: removing all would log every invalid value again at once.
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
        // The alias of the action in a realm may differ.
        .filter(action -> ProviderIds.VERIFY_PHONE.equals(action.getProviderId()))
        .findFirst();
  }

  private record Reading(Map<String, String> config, VerificationPolicy policy) {}
}
