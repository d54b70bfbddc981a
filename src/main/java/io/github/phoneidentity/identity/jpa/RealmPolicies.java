package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.FlushMode;
import org.hibernate.SharedSessionContract;

/**
 * The policies of the realms that take part, read by statements in the before-completion phase, in
 * which no Keycloak session can be relied on and the same transaction may import the realm.
 */
final class RealmPolicies {

  private final SharedSessionContract db;
  private final Map<String, Optional<VerificationPolicy>> read = new HashMap<>();

  RealmPolicies(SharedSessionContract db) {
    this.db = db;
  }

  /** The realm's policy, or empty if the realm does not take part. */
  Optional<VerificationPolicy> of(String realmId) {
    return read.computeIfAbsent(realmId, this::load);
  }

  private Optional<VerificationPolicy> load(String realmId) {
    List<Object[]> rows =
        db.createSelectionQuery(
                "select p.realm.name, key(c), value(c) from RequiredActionProviderEntity p left"
                    + " join p.config c where p.realm.id = :realm and p.providerId = :provider and"
                    + " p.enabled",
                Object[].class)
            .setParameter("realm", realmId)
            .setParameter("provider", ProviderIds.VERIFY_PHONE)
            .setHibernateFlushMode(FlushMode.MANUAL)
            .getResultList();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Map<String, String> config = new HashMap<>();
    for (Object[] row : rows) {
      if (row[1] != null) {
        config.put((String) row[1], (String) row[2]);
      }
    }
    return Optional.of(RealmPolicy.of(realmId, (String) rows.get(0)[0], config));
  }
}
