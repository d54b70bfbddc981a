package io.github.phoneidentity.testing;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import liquibase.ChecksumVersion;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.changelog.ChangeLogParameters;
import liquibase.database.jvm.JdbcConnection;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.resource.ResourceAccessor;

/** This project's tables on a database without Keycloak. */
public final class Changelog {

  private static final String FILE = "META-INF/phone-identity/changelog.xml";

  private Changelog() {}

  /** Makes those of Keycloak's tables that the changelog refers to, as far as it does. */
  public static void makeKeycloaksTables(DataSource database) throws Exception {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("create table realm (id varchar(36) primary key)");
      statement.executeUpdate("create table user_attribute (id varchar(36) primary key)");
    }
  }

  /** Liquibase's checksums of the change sets, by their ids. */
  public static Map<String, String> checksums() throws Exception {
    ResourceAccessor files = new DirectoryResourceAccessor(Path.of("src/main/resources"));
    Map<String, String> checksums = new TreeMap<>();
    ChangeLogParserFactory.getInstance()
        .getParser(FILE, files)
        .parse(FILE, new ChangeLogParameters(), files)
        .getChangeSets()
        .forEach(
            set ->
                checksums.put(
                    set.getId(), set.generateCheckSum(ChecksumVersion.latest()).toString()));
    return checksums;
  }

  /** Applies the changelog. */
  public static void update(DataSource database) throws Exception {
    try (Connection connection = database.getConnection()) {
      Liquibase liquibase =
          new Liquibase(
              FILE,
              new DirectoryResourceAccessor(Path.of("src/main/resources")),
              new JdbcConnection(connection));
      liquibase.validate();
      liquibase.update(new Contexts(), new LabelExpression());
    }
  }
}
