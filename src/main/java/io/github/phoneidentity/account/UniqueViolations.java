package io.github.phoneidentity.account;

import java.sql.SQLException;
import org.keycloak.models.ModelDuplicateException;

/** Recognises that another transaction was faster with a unique value. */
final class UniqueViolations {

  private static final String UNIQUE_VIOLATION = "23505";

  private UniqueViolations() {}

  /** Whether an exception, or what caused it, is a violated uniqueness (SQLSTATE 23505). */
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
