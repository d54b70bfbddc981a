package io.github.phoneidentity.account;

import java.sql.SQLException;
import org.keycloak.models.ModelDuplicateException;

/** Recognises unique violations, which mean that another transaction was first with a value. */
final class UniqueViolations {

  private static final String UNIQUE_VIOLATION = "23505";

  private UniqueViolations() {}

  /** Whether an exception or one of its causes is a unique violation (SQLSTATE 23505). */
  static boolean caused(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof ModelDuplicateException
          || (cause instanceof SQLException sql && UNIQUE_VIOLATION.equals(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }
}
