package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.VersionInfo;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ClaimLedgerFactory;
import io.github.phoneidentity.identity.FederatedUser;
import io.github.phoneidentity.policy.RealmPolicy;
import jakarta.persistence.EntityManager;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hibernate.Session;
import org.keycloak.Config;
import org.keycloak.common.util.Time;
import org.keycloak.connections.jpa.JpaConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.PostMigrationEvent;
import org.keycloak.provider.Provider;

/** Creates ledgers, and registers their Hibernate listener once the server's database is ready. */
public final class JpaClaimLedgerFactory implements ClaimLedgerFactory, VersionInfo {

  private final AtomicBoolean adopting = new AtomicBoolean();
  private Adoptions adoptions;
  private Heartbeat heartbeat;
  private volatile boolean starting = true;
  private KeycloakSessionFactory sessions;

  private static final int CONFLICTS_AT_ONCE = 1000;

  @Override
  public ClaimLedger create(KeycloakSession session) {
    return new JpaClaimLedger(session, db(session));
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {
    sessions = factory;
    adoptions = new Adoptions(factory);
    heartbeat = new Heartbeat(factory);
    factory.register(
        event -> {
          if (event instanceof PostMigrationEvent) {
            starting = false;
          } else if (event instanceof UserModel.UserPreRemovedEvent leaving
              && RealmPolicy.participates(leaving.getRealm())
              && FederatedUser.isStored(leaving.getUser())) {
            LeavingUser.lockForRemoval(db(leaving.getKeycloakSession()), leaving.getUser().getId());
          }
        });
    KeycloakModelUtils.runJobInTransaction(
        factory, session -> new UserAttributeListener().listen(entityManager(session)));
    KeycloakModelUtils.runJobInTransaction(factory, StartUpChecks::run);
  }

  @Override
  public Set<Class<? extends Provider>> dependsOn() {
    return Set.of(JpaConnectionProvider.class);
  }

  @Override
  public boolean isStarting() {
    return starting;
  }

  @Override
  public void sweep() {
    KeycloakModelUtils.runJobInTransaction(
        sessions,
        session ->
            new ReleasedClaims(db(session))
                .sweep(Time.currentTimeMillis()).stream()
                    .map(session.realms()::getRealm)
                    .filter(Objects::nonNull)
                    .forEach(realm -> FederatedUser.evictAll(session, realm)));
    DirectoryConflicts.retry(
        sessions,
        KeycloakModelUtils.runJobInTransactionWithResult(
            sessions, session -> new ConflictTable(db(session)).over(CONFLICTS_AT_ONCE)));
  }

  @Override
  public void adopt() {
    if (adopting.compareAndSet(false, true)) {
      try {
        adoptions.run();
      } finally {
        adopting.set(false);
      }
    }
  }

  @Override
  public void beat() {
    heartbeat.beat();
  }

  @Override
  public void close() {
    if (heartbeat != null) {
      heartbeat.remove();
    }
  }

  @Override
  public String getId() {
    return "jpa";
  }

  static Session db(KeycloakSession session) {
    return entityManager(session).unwrap(Session.class);
  }

  private static EntityManager entityManager(KeycloakSession session) {
    return session.getProvider(JpaConnectionProvider.class).getEntityManager();
  }
}
