package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.jpa.EntityListener;
import io.github.phoneidentity.policy.ProviderIds;
import java.util.List;
import java.util.Optional;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.RealmEntity;
import org.keycloak.models.jpa.entities.RequiredActionProviderEntity;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.jpa.entities.UserRequiredActionEntity;

/**
 * Hibernate listener that records every change of a user attribute in Keycloak's entities, whatever
 * the request origin is, and reconciles the claims in the before-completion phase.
 */
final class UserAttributeListener extends EntityListener<PendingChanges> {

  private static final long serialVersionUID = 1L;

  /**
   * The attribute in which Keycloak's LDAP provider stores when an entry was modified. It changes
   * when a modified entry is read, even if the values that users can own do not.
   */
  private static final String ENTRY_MODIFIED = "modifyTimestamp";

  UserAttributeListener() {
    super(PendingChanges.PROPERTY, PendingChanges::new);
  }

  @Override
  protected boolean inserted(Object entity, PendingChanges seen) {
    if (entity instanceof RealmEntity realm) {
      seen.realmCreated(realm.getId());
    } else if (entity instanceof RequiredActionProviderEntity action) {
      return participation(action, false, seen);
    } else if (entity instanceof UserEntity user) {
      seen.created(user.getId());
      return renamed(user, null, seen);
    } else if (entity instanceof UserAttributeEntity attribute) {
      seen.inserted(attribute.getId());
      return changed(attribute, null, seen);
    } else if (entity instanceof UserRequiredActionEntity action
        && ProviderIds.VERIFY_PHONE.equals(action.getAction())) {
      seen.actionSet(action.getUser().getId());
    }
    return false;
  }

  @Override
  protected boolean updated(Object entity, Before before, PendingChanges seen) {
    if (entity instanceof UserAttributeEntity attribute) {
      return changed(attribute, (String) before.of("value"), seen);
    }
    if (entity instanceof RequiredActionProviderEntity action) {
      boolean participated =
          ProviderIds.VERIFY_PHONE.equals(before.of("providerId"))
              && Boolean.TRUE.equals(before.of("enabled"));
      return participation(action, participated, seen);
    }
    if (entity instanceof UserEntity user) {
      String name = (String) before.of("username");
      return name != null && !name.equals(user.getUsername()) && renamed(user, name, seen);
    }
    return false;
  }

  @Override
  protected boolean deleted(Object entity, PendingChanges seen) {
    if (entity instanceof UserEntity user) {
      seen.removed(user.getId(), user.getUsername());
    }
    if (entity instanceof UserAttributeEntity attribute) {
      return changed(attribute, attribute.getValue(), seen);
    }
    return entity instanceof RequiredActionProviderEntity action
        && participation(action, isParticipation(action) && action.isEnabled(), seen);
  }

  @Override
  protected boolean collectionUpdated(Object owner, List<?> removed, PendingChanges seen) {
    if (owner instanceof RequiredActionProviderEntity action) {
      seen.policyWritten(action.getId());
      return true;
    }
    boolean changed = false;
    if (owner instanceof UserEntity) {
      for (Object element : removed) {
        changed |=
            element instanceof UserAttributeEntity attribute
                && changed(attribute, attribute.getValue(), seen);
      }
    }
    return changed;
  }

  private static boolean isParticipation(RequiredActionProviderEntity action) {
    return ProviderIds.VERIFY_PHONE.equals(action.getProviderId());
  }

  private static boolean participation(
      RequiredActionProviderEntity action, boolean before, PendingChanges seen) {
    boolean concerned = before || isParticipation(action);
    if (concerned) {
      seen.participationWritten(action.getRealm().getId(), before);
    }
    return concerned;
  }

  private static boolean renamed(UserEntity user, String before, PendingChanges seen) {
    seen.written(user.getId(), UserModel.USERNAME, before);
    seen.renamed(user.getId());
    return true;
  }

  private static boolean read(UserEntity user, PendingChanges seen) {
    boolean known = user.getFederationLink() != null && !seen.isCreated(user.getId());
    if (known) {
      seen.entryRead(user.getId());
    }
    return known;
  }

  private static boolean changed(
      UserAttributeEntity attribute, String before, PendingChanges seen) {
    String userId = attribute.getUser().getId();
    Optional<ClaimKind> kind = ClaimKind.ofAttribute(attribute.getName());
    boolean proof = UserAttributes.PROOF.contains(attribute.getName());
    if (kind.isEmpty() && !proof) {
      return ENTRY_MODIFIED.equals(attribute.getName()) && read(attribute.getUser(), seen);
    }
    boolean own = seen.isInserted(attribute.getId());
    seen.written(userId, attribute.getName(), own ? null : before);
    kind.ifPresent(it -> seen.markChanged(userId, it));
    if (proof) {
      seen.proofWritten(userId);
    }
    return true;
  }

  @Override
  protected void beforeCommit(SharedSessionContractImplementor db, PendingChanges seen) {
    BeforeCommitReconciler.run(db, seen);
  }
}
