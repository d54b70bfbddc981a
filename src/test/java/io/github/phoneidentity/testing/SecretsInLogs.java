package io.github.phoneidentity.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks, after every test class, into the logs of all servers and the stored events of all realms
 * for codes that were texted and for numbers that a test has used. Registered for the whole suite,
 * so that whatever any test makes the servers do is looked at.
 */
public final class SecretsInLogs implements AfterAllCallback {

  /** Six to eight digits that are no part of an id, a time or a longer number. */
  private static final Pattern CODE = Pattern.compile("(?<![\\w.+/:=-])\\d{6,8}(?![\\w.+/:=-])");

  /** Every place where a number of {@link Unique#phone} could begin, behind its country code. */
  private static final Pattern NUMBER = Pattern.compile("(?=(102\\d{7}))");

  /** Without its dots, an address can look like a number. */
  private static final Pattern ADDRESS = Pattern.compile("ipAddress=\"[^\"]*\"");

  private static final Pattern SEPARATORS = Pattern.compile("[ .()-]");

  /** More than a transaction takes: an event has the time before its commit. */
  private static final Duration LONGEST_COMMIT = Duration.ofMinutes(2);

  private static final Map<KeycloakServer, Integer> READ = new ConcurrentHashMap<>();

  /** Events of before were looked at, in epoch milliseconds. */
  private static final AtomicLong EVENTS_READ = new AtomicLong();

  @Override
  public void afterAll(ExtensionContext context) {
    if (context.getRequiredTestClass().getEnclosingClass() != null) {
      return;
    }
    for (KeycloakServer node : SharedServers.nodes()) {
      assertThat(secrets(unread(node))).as("secrets in the log of a node").isEmpty();
    }
    SharedServers.database()
        .ifPresent(
            database ->
                assertThat(secrets(events(database))).as("secrets in stored events").isEmpty());
  }

  private static String unread(KeycloakServer node) {
    String log = node.log();
    Integer from = READ.put(node, log.length());
    return log.substring(from == null || from > log.length() ? 0 : from);
  }

  /** The lines of {@code text} that hold a code or a whole number. */
  static List<String> secrets(String text) {
    Set<String> codes = SharedServers.INBOX.codes();
    Set<String> phones = Unique.phones();
    List<String> found = new ArrayList<>();
    text.lines()
        .filter(line -> holdsCode(line, codes) || holdsNumber(line, phones))
        .forEach(found::add);
    return found;
  }

  private static boolean holdsCode(String line, Set<String> codes) {
    return CODE.matcher(line).results().map(MatchResult::group).anyMatch(codes::contains);
  }

  private static boolean holdsNumber(String line, Set<String> phones) {
    return NUMBER
        .matcher(SEPARATORS.matcher(ADDRESS.matcher(line).replaceAll("")).replaceAll(""))
        .results()
        .anyMatch(match -> phones.contains("+82" + match.group(1)));
  }

  /**
   * The details of users' events that were not looked at; what Keycloak itself says of a changed
   * attribute is its own.
   */
  private static String events(Database database) {
    StringBuilder events = new StringBuilder();
    long since = EVENTS_READ.getAndSet(Instant.now().minus(LONGEST_COMMIT).toEpochMilli());
    try (Connection connection = database.connect();
        Statement query = connection.createStatement();
        ResultSet rows =
            query.executeQuery(
                "select TYPE || ' ' || coalesce(ERROR, '') || ' ' || coalesce(DETAILS_JSON,"
                    + " DETAILS_JSON_LONG_VALUE, '') from EVENT_ENTITY where EVENT_TIME >= "
                    + since)) {
      while (rows.next()) {
        events.append(rows.getString(1).replaceAll("\"(updated|previous)_\\w+\":\"[^\"]*\"", ""));
        events.append('\n');
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    return events.toString();
  }
}
