package io.github.phoneidentity.events.jpa;

import io.github.phoneidentity.events.CloudEventWriter;
import io.github.phoneidentity.events.UserChange;
import io.github.phoneidentity.jpa.EntityListener;
import java.util.List;
import java.util.Objects;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.engine.spi.TransactionCompletionCallbacks.BeforeCompletionCallback;
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

  private static final List<String> PROFILE =
      List.of("username", "email", "emailVerified", "firstName", "lastName");

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
      return updated(user, before, seen);
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

  private static boolean updated(UserEntity user, Before before, UserChanges seen) {
    boolean profile =
        PROFILE.stream().anyMatch(name -> !Objects.equals(before.of(name), value(user, name)));
    if (profile) {
      seen.of(user.getId()).updated();
    }
    boolean enabled = before.of("enabled") instanceof Boolean was && was != user.isEnabled();
    if (enabled) {
      seen.of(user.getId()).enabledWritten(!user.isEnabled());
    }
    return profile || enabled;
  }

  private static Object value(UserEntity user, String property) {
    return switch (property) {
      case "username" -> user.getUsername();
      case "email" -> user.getEmail();
      case "emailVerified" -> user.isEmailVerified();
      case "firstName" -> user.getFirstName();
      default -> user.getLastName();
    };
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
  protected boolean collectionUpdated(Object owner, List<?> removed, UserChanges seen) {
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
