package io.github.phoneidentity.verification;

import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.limit.LimitUse;
import io.github.phoneidentity.limit.jpa.LimitAdmin;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RealmPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The rate limits and cooldowns of a phone number, for administrators. */
public final class NumberLimits {

  private final LimitAdmin limitAdmin;
  private final RealmModel realm;
  private final List<String> subjects = new ArrayList<>();

  /**
   * @param owner the owner of the number, whose own limits are included, and those of the owner's
   *     other identifiers; null if the number has no owner
   */
  public NumberLimits(
      KeycloakSession session, RealmModel realm, PhoneNumber number, @Nullable UserModel owner) {
    this.limitAdmin = LimitAdmin.of(session, () -> Instant.ofEpochMilli(Time.currentTimeMillis()));
    this.realm = realm;
    String contact = RequestedIdentifier.of(Recipient.of(number)).subject();
    subjects.add(contact);
    subjects.add(RateLimitKeys.found(contact));
    if (owner != null) {
      addOwn(number, owner);
    }
  }

  private void addOwn(PhoneNumber number, UserModel owner) {
    String own = RateLimitKeys.ofUser(owner.getId());
    subjects.add(own);
    subjects.add(RateLimitKeys.cooldown(own, Recipient.of(number)));
    Stream.of(Channel.values())
        .map(channel -> RateLimitKeys.known(owner.getId(), channel))
        .forEach(subjects::add);
    String region = RealmPolicy.of(realm).defaultRegion();
    Stream.of(
            owner.getUsername(), owner.getEmail(), owner.getFirstAttribute(UserAttributes.NICKNAME))
        .filter(Objects::nonNull)
        .map(name -> RequestedIdentifier.of(name, region).subject())
        .forEach(subjects::add);
  }

  /** The current use of these limits. */
  public List<LimitUse> find() {
    return limitAdmin.find(realm.getId(), subjects);
  }

  /** Resets these limits, in the transaction of the session. */
  public void lift() {
    limitAdmin.lift(realm.getId(), subjects);
  }
}
