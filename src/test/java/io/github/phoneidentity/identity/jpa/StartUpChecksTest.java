package io.github.phoneidentity.identity.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartUpChecksTest {

  @ParameterizedTest
  @ValueSource(strings = {"PostgreSQL", "H2"})
  void supportedDatabaseHasNoProblem(String product) {
    assertThat(StartUpChecks.problem(product, Connection.TRANSACTION_READ_COMMITTED)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MySQL", "MariaDB", "Oracle", "Microsoft SQL Server"})
  void otherDatabaseIsNamed(String product) {
    assertThat(StartUpChecks.problem(product, Connection.TRANSACTION_READ_COMMITTED))
        .hasValueSatisfying(line -> assertThat(line).contains(product, "PostgreSQL"));
  }

  @Test
  void otherIsolationIsRefused() {
    assertThat(StartUpChecks.problem("PostgreSQL", Connection.TRANSACTION_REPEATABLE_READ))
        .hasValueSatisfying(line -> assertThat(line).contains("READ COMMITTED"));
  }
}
