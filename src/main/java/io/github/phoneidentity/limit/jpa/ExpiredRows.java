package io.github.phoneidentity.limit.jpa;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.List;
import org.hibernate.LockOptions;
import org.hibernate.jpa.SpecHints;

/** Batch deletion of expired rows ({@code FOR UPDATE SKIP LOCKED}). */
public final class ExpiredRows {

  private ExpiredRows() {}

  /**
   * Deletes rows that {@code expired} selects. It skips rows that another transaction has locked,
   * because waiting for them could deadlock.
   *
   * @param batch how many rows to delete at most
   * @return the number of deleted rows; fewer than {@code batch} if there are no more
   */
  public static int remove(EntityManager entities, TypedQuery<?> expired, int batch) {
    List<?> rows =
        expired
            .setMaxResults(batch)
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .setHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, LockOptions.SKIP_LOCKED)
            .getResultList();
    rows.forEach(entities::remove);
    return rows.size();
  }
}
