package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.AdoptionReport.Conflict;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.FederatedUser;
import io.github.phoneidentity.identity.jpa.AdoptableUser.Attribute;
import io.github.phoneidentity.identity.jpa.AdoptableUser.Candidate;
import io.github.phoneidentity.identity.jpa.AdoptedValueEntity.State;
import io.github.phoneidentity.identity.jpa.AdoptionEntity.Mode;
import io.github.phoneidentity.identity.jpa.AdoptionEntity.Phase;
import io.github.phoneidentity.jpa.EntityListener;
import io.github.phoneidentity.policy.RealmPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.Session;
import org.jboss.logging.Logger;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * One step of the adoption of a realm, which backfills its claims. The transaction of a step also
 * commits the cursor, so that another node can resume and logins are not blocked.
 *
 * <p>Values are read and parsed in pages of users, compared all at once, and claimed in slices.
 * Everything is written by statements, so that nothing is written into the directory of a federated
 * user.
 */
final class Adoption {

  private static final Logger LOG = Logger.getLogger(Adoption.class);
  private static final int PAGE = 10_000;
  private static final int SLICE = 25_000;
  private static final int REPORTED_AT_ONCE = 200;

  private final KeycloakSession session;
  private final Session db;
  private final RealmModel realm;
  private final AdoptionEntity adoption;
  private final AdoptableUserTable stored;
  private final AdoptedValues values;
  private final long now = Time.currentTimeMillis();

  private Adoption(KeycloakSession session, RealmModel realm, AdoptionEntity adoption) {
    this.session = session;
    this.db = JpaClaimLedgerFactory.db(session);
    this.realm = realm;
    this.adoption = adoption;
    this.stored = new AdoptableUserTable(db);
    this.values = new AdoptedValues(db, adoption);
  }

  /**
   * Executes the next step.
   *
   * @param notBefore epoch milliseconds; a run that was started later does not read yet
   * @return whether this node may execute another step
   */
  static boolean step(KeycloakSession session, String realmId, long notBefore) {
    RealmModel realm = session.realms().getRealm(realmId);
    Session db = JpaClaimLedgerFactory.db(session);
    AdoptionTable table = new AdoptionTable(db);
    if (realm == null || !table.lockRealm(realmId)) {
      return false;
    }
    boolean takesPart = new RealmPolicies(db).of(realmId).isPresent();
    if (takesPart) {
      table.begin(realmId, Mode.BEGIN, Time.currentTimeMillis());
    }
    Optional<AdoptionEntity> found = table.lock(realmId);
    if (found.isEmpty()) {
      return false;
    }
    AdoptionEntity adoption = found.get();
    if (takesPart && adoption.isUnadopted()) {
      adoption.begin(Mode.BEGIN, Time.currentTimeMillis());
    }
    if (adoption.finishedAt() != null
        || (adoption.isUnread() && adoption.startedAt() > notBefore)
        || !(takesPart || adoption.isDryRun())) {
      return false;
    }
    session.getContext().setRealm(realm);
    adoption.start(Time.currentTimeMillis());
    new Adoption(session, realm, adoption).step();
    return adoption.finishedAt() == null;
  }

  private void step() {
    QueryPlans.forceCustomPlans(db);
    switch (adoption.phase()) {
      case READ -> read();
      case COMPARE -> compare();
      case CLAIM_PHONES -> claim(ClaimKind.phone, Phase.CLAIM_NICKNAMES);
      case CLAIM_NICKNAMES -> claim(ClaimKind.nickname, Phase.CONCLUDE);
      case CONCLUDE -> conclude();
      case REPORT -> report();
    }
  }

  private void read() {
    List<AdoptableUser> users =
        stored.usersAfter(realm.getId(), adoption.last(), PAGE, adoption.isProofAccepted());
    if (users.isEmpty()) {
      QueryPlans.analyze(db, "PHONE_IDENTITY_ADOPTED_VALUE");
      adoption.enter(Phase.COMPARE);
      return;
    }
    String region = RealmPolicy.of(realm).defaultRegion();
    // Numbers are parsed in parallel, because this takes as long as all statements of the page.
    List<List<Candidate>> candidates =
        users.parallelStream().map(user -> user.candidates(region)).toList();
    new AdoptedValueInsert(db, realm.getId(), adoption.startedAt()).add(users, candidates);
    if (!adoption.isDryRun()) {
      correct(users, candidates);
    }
    int adoptable = (int) users.stream().filter(user -> !user.attributes().isEmpty()).count();
    adoption.read(users.get(users.size() - 1).id(), adoptable);
    if (users.size() == PAGE) {
      LOG.infof("Adopting realm %s: %d users so far", realm.getName(), adoption.users());
    }
  }

  /** Removes invalid proofs, and releases claims whose attributes hold other values now. */
  private void correct(List<AdoptableUser> users, List<List<Candidate>> candidates) {
    Map<String, List<String>> falseProofs = new HashMap<>();
    for (int i = 0; i < users.size(); i++) {
      List<Attribute> proofs = users.get(i).falseProofs(candidates.get(i));
      if (!proofs.isEmpty()) {
        falseProofs.put(users.get(i).id(), proofs.stream().map(Attribute::id).toList());
      }
    }
    if (!falseProofs.isEmpty()) {
      new AttributeTable(db)
          .removeAll(falseProofs.values().stream().flatMap(List::stream).toList());
      EntityListener.changedByStatement(db, falseProofs.keySet());
      evict();
    }
    // Claims are locked after the attributes, in the order of all other transactions.
    ClaimTable claims = new ClaimTable(db);
    candidates.stream()
        .flatMap(List::stream)
        .filter(Candidate::isStale)
        .forEach(c -> claims.releaseStale(realm.getId(), c.kind(), c.attribute(), now));
  }

  private void compare() {
    values.keepDecisions();
    values.compare();
    if (!adoption.isDryRun()) {
      new ReleasedClaims(db).stampAndRemove(realm.getId(), now, quarantine());
    }
    values.compareWithClaims(now - quarantine());
    if (adoption.isDryRun()) {
      values.nameOwners(now - quarantine());
    }
    adoption.enter(adoption.isDryRun() ? Phase.REPORT : Phase.CLAIM_PHONES);
  }

  private void claim(ClaimKind kind, Phase next) {
    String after = adoption.last() == null ? "" : adoption.last();
    AdoptedSlice slice = values.slice(kind, after, SLICE);
    slice.claim(now);
    if (slice.respell() > 0) {
      evict();
    }
    if (slice.last() == null) {
      adoption.enter(next);
    } else {
      adoption.claimed(slice.last());
    }
  }

  private void conclude() {
    QueryPlans.analyze(db, "PHONE_IDENTITY_CLAIM");
    values.reclaim();
    values.markUnclaimed();
    values.nameOwners(now - quarantine());
    if (values.dropProofs() > 0) {
      evict();
    }
    if (adoption.isProofAccepted()) {
      new ClaimTable(db).recordProofs(realm.getId());
    }
    adoption.enter(Phase.REPORT);
  }

  private void report() {
    values.markReportedBefore();
    List<Conflict> unreported =
        adoption.isDryRun() ? List.of() : values.unreported(REPORTED_AT_ONCE);
    if (unreported.isEmpty()) {
      finish();
    } else {
      unreported.forEach(conflict -> AdoptionEvents.report(session, realm, conflict));
      values.markReported(unreported);
    }
  }

  private void finish() {
    long conflicts = values.count(State.TAKEN);
    long invalid = values.count(State.INVALID);
    LOG.infof(
        "%s realm %s: %d users, %d conflicts, %d invalid values",
        adoption.isDryRun() ? "Compared the values of" : "Adopted",
        realm.getName(),
        adoption.users(),
        conflicts,
        invalid);
    if (conflicts + invalid > 0 && !adoption.isDryRun()) {
      AdoptionEvents.report(session, realm, conflicts, invalid);
    }
    values.removeOthers();
    adoption.finish(now);
  }

  private long quarantine() {
    return RealmPolicy.of(realm).releasedNumberQuarantine().toMillis();
  }

  private void evict() {
    FederatedUser.evictAll(session, realm);
  }
}
