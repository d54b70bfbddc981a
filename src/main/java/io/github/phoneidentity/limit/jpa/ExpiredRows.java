package io.github.phoneidentity.limit.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.List;
import org.hibernate.LockOptions;
import org.hibernate.jpa.SpecHints;

/** The removal of rows that have ended, a batch at a time. */
public final class ExpiredRows {

  private ExpiredRows() {}

  /**
   * Drops rows that {@code ended} finds, skipping those that somebody is just using: waiting for
   * them could deadlock.
   *
   * @return how many; fewer than {@code batch} if there are no more
   */
  public static int remove(EntityManager entities, TypedQuery<?> ended, int batch) {
    List<?> rows =
        ended
            .setMaxResults(batch)
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .setHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, LockOptions.SKIP_LOCKED)
            .getResultList();
    rows.forEach(entities::remove);
    return rows.size();
  }
}
