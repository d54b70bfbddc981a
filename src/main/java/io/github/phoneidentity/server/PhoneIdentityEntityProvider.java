package io.github.phoneidentity.server;

import io.github.phoneidentity.account.jpa.PasswordChangeEntity;
import io.github.phoneidentity.events.jpa.UserEventEntity;
import io.github.phoneidentity.events.jpa.UserEventTurnEntity;
import io.github.phoneidentity.identity.jpa.AdoptedValueEntity;
import io.github.phoneidentity.identity.jpa.AdoptionEntity;
import io.github.phoneidentity.identity.jpa.ClaimEntity;
import io.github.phoneidentity.identity.jpa.ConflictEntity;
import io.github.phoneidentity.identity.jpa.NodeEntity;
import io.github.phoneidentity.limit.jpa.LimitEntity;
import io.github.phoneidentity.outbox.jpa.LeaseEntity;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import io.github.phoneidentity.verification.jpa.NoticeEntity;
import java.util.List;
import org.keycloak.connections.jpa.entityprovider.JpaEntityProvider;

/** Adds this project's tables to Keycloak's database. */
final class PhoneIdentityEntityProvider implements JpaEntityProvider {

  @Override
  public List<Class<?>> getEntities() {
    return List.of(
        ChallengeEntity.class,
        AdoptedValueEntity.class,
        AdoptionEntity.class,
        ClaimEntity.class,
        ConflictEntity.class,
        LeaseEntity.class,
        LimitEntity.class,
        NodeEntity.class,
        NoticeEntity.class,
        PasswordChangeEntity.class,
        UserEventEntity.class,
        UserEventTurnEntity.class);
  }

  @Override
  public String getChangelogLocation() {
    return "META-INF/phone-identity/changelog.xml";
  }

  @Override
  public String getFactoryId() {
    return ProviderIds.PHONE_IDENTITY;
  }

  @Override
  public void close() {}
}
