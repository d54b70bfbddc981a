package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.AccountSummary;
import io.github.phoneidentity.identity.AdoptionReport;
import io.github.phoneidentity.identity.Availability;
import io.github.phoneidentity.identity.Claim;
import io.github.phoneidentity.identity.ClaimDetails;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.FederatedUser;
import io.github.phoneidentity.identity.IdentifierLookup;
import io.github.phoneidentity.identity.ProvenNumber;
import io.github.phoneidentity.identity.jpa.AdoptedValueEntity.State;
import io.github.phoneidentity.identity.jpa.AdoptionEntity.Mode;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.RealmPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hibernate.Session;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.jpa.entities.UserEntity;
import org.keycloak.models.utils.KeycloakModelUtils;

/** The ledger in Keycloak's own database. It works in the transaction of one Keycloak session. */
final class JpaClaimLedger implements ClaimLedger {

  private static final Duration WAIT_FOR_DRY_RUN = Duration.ofSeconds(10);

  private final KeycloakSession session;
  private final Session db;

  JpaClaimLedger(KeycloakSession session, Session db) {
    this.session = session;
    this.db = db;
  }

  @Override
  public Optional<Claim> find(RealmModel realm, ClaimKind kind, String key) {
    return new ClaimTable(db)
        .findHeld(new ClaimKey(realm.getId(), kind, key))
        .map(
            row ->
                new Claim(
                    realm.getId(),
                    kind,
                    key,
                    row.userId(),
                    Instant.ofEpochMilli(row.claimedAt()),
                    row.origin()));
  }

  @Override
  public Optional<String> provenOwner(RealmModel realm, PhoneNumber number) {
    return new AccountTable(db)
        .provenOwner(new ClaimKey(realm.getId(), ClaimKind.phone, number.e164()));
  }

  @Override
  public Optional<String> ownerOfEmail(RealmModel realm, String email) {
    Optional<String> owner = new AccountTable(db).ownerOfEmail(realm.getId(), email);
    return realm.isDuplicateEmailsAllowed() ? Optional.empty() : owner;
  }

  @Override
  public Optional<AccountSummary> account(RealmModel realm, String typed) {
    return new AccountSearch(db, realm).by(IdentifierLookup.identifier(typed));
  }

  @Override
  public Optional<AccountSummary> accountOf(RealmModel realm, String userId) {
    return new AccountSearch(db, realm).of(userId);
  }

  @Override
  public Availability availability(RealmModel realm, ClaimKind kind, String key, String forUserId) {
    return new ClaimTable(db)
        .findCompared(new ClaimKey(realm.getId(), kind, key))
        .filter(claim -> !claim.row().userId().equals(forUserId))
        .filter(claim -> !isQuarantineElapsed(claim.row(), realm))
        .map(claim -> claim.isHeld() ? Availability.TAKEN : Availability.HELD)
        .orElse(Availability.FREE);
  }

  private static boolean isQuarantineElapsed(ClaimRow row, RealmModel realm) {
    Duration quarantine = Quarantine.of(row.claimKey().kind(), RealmPolicy.of(realm));
    return row.attributeId() == null
        && (quarantine.isZero()
            || (row.releasedAt() != null
                && row.releasedAt() + quarantine.toMillis() <= Time.currentTimeMillis()));
  }

  @Override
  public Map<ClaimKind, Availability> claimNow(UserModel user) {
    RealmModel realm = session.getContext().getRealm();
    if (!RealmPolicy.participates(realm)) {
      return Map.of();
    }
    writeCanonical(
        new FederatedUser(session, realm, user).copy(), RealmPolicy.of(realm).defaultRegion());
    db.flush();
    PendingChanges transaction = PendingChanges.of(db);
    Set<ClaimKind> all = EnumSet.allOf(ClaimKind.class);
    Map<ClaimKind, Availability> conflicts = new EnumMap<>(ClaimKind.class);
    new ClaimReconciler(db, transaction)
        .reconcile(Map.of(user.getId(), all))
        .forEach(conflict -> conflicts.put(conflict.kind(), conflict.reason().availability()));
    all.removeAll(conflicts.keySet());
    transaction.reconciled(user.getId(), all);
    return conflicts;
  }

  @Override
  public boolean isCreated(UserModel user) {
    return PendingChanges.of(db).isCreated(user.getId());
  }

  @Override
  public boolean hasCreated() {
    return PendingChanges.of(db).created().stream()
        .map(id -> db.find(UserEntity.class, id))
        .anyMatch(user -> user != null && user.getFederationLink() == null);
  }

  @Override
  public void holdLeaving(UserModel user) {
    LeavingUser.lockForRemoval(db, user.getId());
  }

  @Override
  public void markImported(String userId) {
    PendingChanges.of(db).byDirectory(userId);
  }

  @Override
  public void settleImport(UserModel user) {
    db.flush();
    if (BeforeCommitReconciler.runFor(
        user.getId(),
        user.getFederationLink() != null,
        (SharedSessionContractImplementor) db,
        PendingChanges.of(db))) {
      // The reconciler's bulk statements have bypassed the entities that the models read.
      UserEntity entity = db.find(UserEntity.class, user.getId());
      entity.getAttributes().forEach(db::detach);
      db.refresh(entity);
      FederatedUser.evict(session, session.getContext().getRealm(), user);
    }
  }

  private static void writeCanonical(UserModel user, String region) {
    for (ClaimKind kind : ClaimKind.values()) {
      ClaimValue.parse(kind, user.getFirstAttribute(kind.attribute()), region)
          .filter(value -> !value.canonical().equals(user.getFirstAttribute(kind.attribute())))
          .ifPresent(value -> user.setSingleAttribute(kind.attribute(), value.canonical()));
    }
  }

  @Override
  public Optional<ClaimDetails> describe(RealmModel realm, ClaimKind kind, String typed) {
    return ClaimValue.parseStored(kind, typed, RealmPolicy.of(realm).defaultRegion())
        .flatMap(value -> new ClaimTable(db).find(new ClaimKey(realm.getId(), kind, value.key())))
        .filter(
            row ->
                row.attributeId() == null
                    ? !isQuarantineElapsed(row, realm)
                    : new ClaimTable(db).findHeld(row.claimKey()).isPresent())
        .map(row -> details(row, realm));
  }

  /** The details of an owned claim or of a number in quarantine. */
  private ClaimDetails details(ClaimRow row, RealmModel realm) {
    boolean live = row.attributeId() != null;
    UserModel owner = live ? session.users().getUserById(realm, row.userId()) : null;
    boolean verified =
        row.claimKey().kind() == ClaimKind.phone && owner != null && ProvenNumber.isProven(owner);
    long released = row.releasedAt() == null ? Time.currentTimeMillis() : row.releasedAt();
    Duration quarantine = Quarantine.of(row.claimKey().kind(), RealmPolicy.of(realm));
    return new ClaimDetails(
        row.userId(),
        Instant.ofEpochMilli(row.claimedAt()),
        verified,
        verified ? ProvenNumber.provenAt(owner).orElse(null) : null,
        live ? null : Instant.ofEpochMilli(released),
        live ? null : Instant.ofEpochMilli(released).plus(quarantine));
  }

  @Override
  public void adopt(RealmModel realm, boolean dryRun) {
    Mode mode = dryRun ? Mode.DRY_RUN : Mode.BEGIN;
    String realmId = realm.getId();
    boolean isDryRunning =
        KeycloakModelUtils.runJobInTransactionWithResult(
            session.getKeycloakSessionFactory(),
            own -> {
              AdoptionTable table = new AdoptionTable(JpaClaimLedgerFactory.db(own));
              table.restart(realmId, mode, Time.currentTimeMillis());
              table.begin(realmId, mode, Time.currentTimeMillis());
              return table.find(realmId).filter(AdoptionEntity::isDryRun).isPresent();
            });
    if (isDryRunning) {
      new Adoptions(session.getKeycloakSessionFactory()).adopt(realmId, WAIT_FOR_DRY_RUN);
    }
  }

  @Override
  public Optional<AdoptionReport> adoption(RealmModel realm, int max) {
    return new AdoptionTable(db)
        .find(realm.getId())
        .filter(adoption -> !adoption.isStopped())
        .map(adoption -> report(adoption, max));
  }

  private AdoptionReport report(AdoptionEntity adoption, int max) {
    AdoptedValues values = new AdoptedValues(db, adoption);
    return new AdoptionReport(
        adoption.isDryRun(),
        adoption.users(),
        Instant.ofEpochMilli(adoption.startedAt()),
        adoption.finishedAt() == null ? null : Instant.ofEpochMilli(adoption.finishedAt()),
        values.conflicts(State.TAKEN, max),
        values.conflicts(State.INVALID, max));
  }

  @Override
  public Optional<String> before(String userId, String name) {
    PendingChanges transaction = PendingChanges.of(db);
    String before =
        transaction.isCreated(userId) || transaction.isWritten(userId, name)
            ? transaction.before(userId, name)
            : new AttributeTable(db).stored(userId, name);
    return Optional.ofNullable(before);
  }

  @Override
  public void markProven(String userId, PhoneNumber number) {
    PendingChanges.of(db).proven(userId, number.e164());
  }
}
