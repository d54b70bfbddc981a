package io.github.phoneidentity.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.resource.DirectoryResourceAccessor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that an earlier commit's changelog has made is brought up to date by this one. */
class ChangelogUpgradeIT {

  private static final String CHANGELOG = "META-INF/phone-identity/changelog.xml";
  private static final String RESOURCES = "src/main/resources";

  @TempDir private Path earlier;

  @ParameterizedTest
  @ValueSource(strings = {"HEAD", "HEAD~1"})
  void databaseOfAnEarlierCommitIsBroughtUpToDate(String commit) throws Exception {
    checkOut(commit);
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      DataSource database = postgres.getPostgresDatabase();
      makeKeycloaksTables(database);

      update(database, earlier);
      insertClaim(database);
      update(database, Path.of(RESOURCES));

      assertThat(count(database, "phone_identity_claim where not adopted")).isEqualTo(1);
      assertThat(count(database, "phone_identity_adoption")).isZero();
    }
  }

  /** Unpacks the changelog of a commit; without a repository at hand there is nothing to test. */
  private void checkOut(String commit) throws IOException, InterruptedException {
    Path archive = earlier.resolve("changelog.tar");
    assumeThat(git("archive", "-o", archive.toString(), commit, RESOURCES + "/META-INF"))
        .as("the changelog of %s", commit)
        .isZero();
    String path = earlier.toString();
    Process tar =
        new ProcessBuilder("tar", "-xf", archive.toString(), "-C", path, "--strip-components=3")
            .start();
    assertThat(tar.waitFor()).isZero();
    assumeThat(Files.readString(earlier.resolve(CHANGELOG), UTF_8)).contains("claims.xml");
  }

  private static int git(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return new ProcessBuilder(command).start().waitFor();
  }

  /** The parts of Keycloak's own tables that this changelog refers to. */
  private static void makeKeycloaksTables(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("create table realm (id varchar(36) primary key)");
      statement.executeUpdate("create table user_attribute (id varchar(36) primary key)");
      statement.executeUpdate(
          "create table authentication_execution (id varchar(36) primary key,"
              + " authenticator varchar(36))");
      statement.executeUpdate("insert into realm values ('r')");
      statement.executeUpdate("insert into user_attribute values ('a')");
    }
  }

  private static void insertClaim(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "insert into phone_identity_claim (realm_id, kind, claim_key, user_id, attribute_id,"
              + " claimed_at) values ('r', 'nickname', 'k', 'u', 'a', 1)");
    }
  }

  private static void update(DataSource database, Path resources)
      throws IOException, SQLException, LiquibaseException {
    try (Connection connection = database.getConnection()) {
      Liquibase liquibase =
          new Liquibase(
              CHANGELOG, new DirectoryResourceAccessor(resources), new JdbcConnection(connection));
      liquibase.validate();
      liquibase.update(new Contexts(), new LabelExpression());
    }
  }

  private static int count(DataSource database, String rows) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("select count(*) from " + rows)) {
      result.next();
      return result.getInt(1);
    }
  }
}
