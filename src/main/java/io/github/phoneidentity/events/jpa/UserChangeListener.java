package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.CloudEventWriter;
import io.github.phoneidentity.events.UserChange;
import io.github.phoneidentity.events.UserRow;
import io.github.phoneidentity.jpa.EntityListener;
import java.util.List;
import java.util.Objects;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.BeforeCompletionCallback;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.UserAttributeEntity;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.jpa.entities.UserGroupMembershipEntity;
import org.keycloak.models.jpa.entities.UserRoleMappingEntity;

/**
 * Hibernate listener that records the changes of users, and writes the events to the outbox in the
 * before-completion phase.
 */
final class UserChangeListener extends EntityListener<UserChanges> {

  private static final long serialVersionUID = 1L;

  private final transient CloudEventWriter writer;

  UserChangeListener(CloudEventWriter writer) {
    super("phone-identity.user-events", UserChanges::new);
    this.writer = writer;
  }

  @Override
  protected boolean inserted(Object entity, UserChanges seen) {
    if (entity instanceof UserEntity user) {
      seen.of(user.getId()).created();
    } else if (entity instanceof UserAttributeEntity attribute) {
      of(attribute, seen).attributeInserted(attribute.getId(), attribute.getName());
    } else {
      return changedAround(entity, seen);
    }
    return true;
  }

  @Override
  protected boolean updated(Object entity, Before before, UserChanges seen) {
    if (entity instanceof UserEntity user) {
      written(user, before, seen);
      return true;
    }
    if (entity instanceof UserAttributeEntity attribute) {
      of(attribute, seen)
          .attributeWritten(attribute.getId(), attribute.getName(), (String) before.of("value"));
      return true;
    }
    // A login after a change of the password policy rehashes the password, but keeps its date.
    return entity instanceof CredentialEntity credential
        && !Objects.equals(before.of("createdDate"), credential.getCreatedDate())
        && changedAround(credential, seen);
  }

  /** Hibernate writes all columns, but only knows of those that this session has changed. */
  private static void written(UserEntity user, Before before, UserChanges seen) {
    seen.of(user.getId())
        .rowWritten(
            UserRow.of(
                before.of("enabled") instanceof Boolean was ? was : user.isEnabled(),
                (String) before.of("username"),
                (String) before.of("email"),
                Boolean.TRUE.equals(before.of("emailVerified")),
                (String) before.of("firstName"),
                (String) before.of("lastName")),
            UserRow.of(
                user.isEnabled(),
                user.getUsername(),
                user.getEmail(),
                user.isEmailVerified(),
                user.getFirstName(),
                user.getLastName()));
  }

  @Override
  protected boolean deleted(Object entity, UserChanges seen) {
    if (entity instanceof UserEntity user) {
      seen.of(user.getId()).rowDeleted();
    } else if (entity instanceof UserAttributeEntity attribute) {
      removed(attribute, seen);
    } else {
      return changedAround(entity, seen);
    }
    return true;
  }

  @Override
  protected boolean collectionUpdated(@Nullable Object owner, List<?> removed, UserChanges seen) {
    List<UserAttributeEntity> attributes =
        removed.stream()
            .filter(UserAttributeEntity.class::isInstance)
            .map(UserAttributeEntity.class::cast)
            .toList();
    attributes.forEach(attribute -> removed(attribute, seen));
    return !attributes.isEmpty();
  }

  @Override
  protected boolean changedByStatement(String userId, UserChanges seen) {
    seen.of(userId).updated();
    return true;
  }

  private static void removed(UserAttributeEntity attribute, UserChanges seen) {
    of(attribute, seen)
        .attributeWritten(attribute.getId(), attribute.getName(), attribute.getValue());
  }

  /** Records changes of the password, the roles and the groups of a user. */
  private static boolean changedAround(Object entity, UserChanges seen) {
    if (entity instanceof CredentialEntity credential
        && PasswordCredentialModel.TYPE.equals(credential.getType())) {
      seen.of(credential.getUser().getId()).passwordChanged();
    } else if (entity instanceof UserRoleMappingEntity role) {
      seen.of(role.getUser().getId()).updated();
    } else if (entity instanceof UserGroupMembershipEntity group) {
      seen.of(group.getUser().getId()).updated();
    } else {
      return false;
    }
    return true;
  }

  private static UserChange of(UserAttributeEntity attribute, UserChanges seen) {
    return seen.of(attribute.getUser().getId());
  }

  @Override
  protected void beforeCommit(SharedSessionContractImplementor db, UserChanges seen) {
    // Register another callback, which runs last: others still change users in this phase, for
    // example to write canonical numbers.
    BeforeCompletionCallback write = last -> new UserEventTable(last, writer).write(seen);
    db.getTransactionCompletionCallbacks().registerCallback(write);
  }
}
