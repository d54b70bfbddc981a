package io.github.phoneidentity.account.jpa;

import io.github.phoneidentity.jpa.EntityListener;
import java.io.Serializable;
import java.util.HashSet;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.jpa.entities.CredentialEntity;
import org.keycloak.models.jpa.entities.UserEntity;

/**
 * Hibernate listener that records every change of a stored password, whatever its origin, before
 * the transaction commits.
 */
public final class PasswordChangeListener extends EntityListener<PasswordChangeListener.Passwords> {

  private static final long serialVersionUID = 1L;

  /** The users that a transaction has created, and those whose passwords it has changed. */
  static final class Passwords implements Serializable {
    private static final long serialVersionUID = 1L;
    private final HashSet<String> created = new HashSet<>();
    private final HashSet<String> changed = new HashSet<>();
  }

  private final transient BiConsumer<PasswordChangeTable, String> record;

  private PasswordChangeListener(BiConsumer<PasswordChangeTable, String> record) {
    super("phone-identity.passwords", Passwords::new);
    this.record = record;
  }

  /**
   * Registers a listener.
   *
   * @param record called with the id of each user whose password the transaction has changed
   */
  public static void register(
      KeycloakSession session, BiConsumer<PasswordChangeTable, String> record) {
    new PasswordChangeListener(record)
        .listen(session.getProvider(JpaConnectionProvider.class).getEntityManager());
  }

  @Override
  protected boolean inserted(Object entity, Passwords seen) {
    if (entity instanceof UserEntity user) {
      seen.created.add(user.getId());
    }
    return entity instanceof CredentialEntity credential
        && !seen.created.contains(credential.getUser().getId())
        && changed(credential, seen);
  }

  /**
   * Only a credential with another date has another password: at a login after a change of the
   * policy Keycloak rehashes the password and keeps the date.
   */
  @Override
  protected boolean updated(Object entity, Before before, Passwords seen) {
    return entity instanceof CredentialEntity credential
        && !Objects.equals(before.of("createdDate"), credential.getCreatedDate())
        && changed(credential, seen);
  }

  @Override
  protected boolean deleted(Object entity, Passwords seen) {
    return entity instanceof CredentialEntity credential && changed(credential, seen);
  }

  private static boolean changed(CredentialEntity credential, Passwords seen) {
    boolean password = PasswordCredentialModel.TYPE.equals(credential.getType());
    if (password) {
      seen.changed.add(credential.getUser().getId());
    }
    return password;
  }

  @Override
  protected void beforeCommit(SharedSessionContractImplementor db, Passwords seen) {
    PasswordChangeTable table = new PasswordChangeTable(db);
    seen.changed.forEach(userId -> record.accept(table, userId));
  }
}
