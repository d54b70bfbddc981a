package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.LimitUse;
import io.github.phoneidentity.limit.jpa.LimitRegister;
import io.github.phoneidentity.phone.PhoneNumber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** The limits and cooldowns that hold a number back, for administrators. */
public final class NumberLimits {

  private final LimitRegister register;
  private final RealmModel realm;
  private final List<String> subjects = new ArrayList<>();

  /**
   * @param ownerId the user whose number it is, and whose own budgets belong to it; null for nobody
   */
  public NumberLimits(
      KeycloakSession session, RealmModel realm, PhoneNumber number, String ownerId) {
    var entities = session.getProvider(JpaConnectionProvider.class).getEntityManager();
    this.register =
        new LimitRegister(entities, () -> Instant.ofEpochMilli(Time.currentTimeMillis()));
    this.realm = realm;
    String contact = Asked.of(Recipient.of(number)).subject();
    subjects.add(contact);
    subjects.add(Subject.found(contact));
    if (ownerId != null) {
      String own = Subject.ofUser(ownerId);
      subjects.add(own);
      subjects.add(Subject.cooldown(own, Recipient.of(number)));
    }
  }

  /** What is used of them now. */
  public List<LimitUse> find() {
    return register.find(realm.getId(), subjects);
  }

  /** Forgets what was used, in the transaction of the session. */
  public void lift() {
    register.lift(realm.getId(), subjects);
  }
}
