package io.github.phoneidentity.events.jpa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.phoneidentity.events.jpa.UserEventStore.Claim;
import io.github.phoneidentity.events.jpa.UserEventStore.Counts;
import io.github.phoneidentity.events.jpa.UserEventStore.Failure;
import io.github.phoneidentity.outbox.jpa.LeaseEntity;
import io.github.phoneidentity.testing.Tables;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the relay is given of the outbox, on PostgreSQL without a server. */
class UserEventStoreIT {

  private static final String NODE = "node";
  private static final int BATCH = 1000;
  private static final Failure RETURNED = new Failure("NO_ROUTE", false, false);
  private static final Failure TOO_LARGE = new Failure("too large", true, true);

  private static Tables tables;

  private final AtomicLong now = new AtomicLong(1_000_000);

  @BeforeAll
  static void start() throws Exception {
    tables = Tables.of(UserEventEntity.class, UserEventTurnEntity.class, LeaseEntity.class);
  }

  @AfterAll
  static void stop() throws Exception {
    tables.close();
  }

  @BeforeEach
  void empty() throws Exception {
    execute("truncate phone_identity_user_event, phone_identity_lease restart identity");
    run(
        store -> {
          store.prepare();
          return null;
        });
  }

  @Test
  void tensOfThousandsThatFailedStarveNobody() throws Exception {
    insert(30_000, "unrouted-", ", TRIES, DUE_AT", ", 3, " + (now.get() - 5000) + " + i % 977");
    insert(20, "chance-", ", TRIES, DUE_AT", ", 1, " + (now.get() - 1));
    insert(500, "fresh-", ", DUE_AT", ", 1");

    Claim claim = claim();

    assertThat(subjects(claim, event -> event.tries() == 0))
        .hasSize(500)
        .allMatch(subject -> subject.startsWith("fresh-"));
    assertThat(subjects(claim, event -> event.tries() == 1))
        .as("those that have failed the least")
        .hasSize(20)
        .allMatch(subject -> subject.startsWith("chance-"));
    List<String> retries =
        claim.events().stream().filter(event -> event.tries() > 1).map(OutboxEvent::id).toList();
    assertThat(retries).hasSize(DueEvents.MAX_RETRIES - 20);
    assertThat(
            query("select max(due_at) from phone_identity_user_event where id in " + in(retries)))
        .as("those of them that have waited the longest")
        .containsExactly(
            query(
                    "select due_at from phone_identity_user_event where tries > 1"
                        + " order by due_at offset 79 limit 1")
                .get(0));
  }

  @Test
  void turnsOfUsersWhoAreGoneAreRemoved() throws Exception {
    execute("insert into realm (id) values ('turns')");
    execute("create table user_entity (id varchar(36) primary key)");
    execute("insert into user_entity (id) values ('stays')");
    execute(
        "insert into phone_identity_user_event_turn (user_id, realm_id) values ('stays', 'turns'),"
            + " ('gone', 'turns')");

    int removed = run(store -> store.removeTurns(BATCH));
    assertThat(removed).isEqualTo(1);

    assertThat(query("select user_id from phone_identity_user_event_turn"))
        .containsExactly("stays");
  }

  @Test
  void laterEventsOfASubjectFollowTheOneThatFailed() throws Exception {
    insert(3, "same' || '", ", DUE_AT", ", 1");
    execute("update phone_identity_user_event set subject = 'same', shard = 1");
    List<String> ids = query("select id from phone_identity_user_event order by sequence");
    assertThat(ids(claim())).containsExactlyElementsOf(ids);

    fail(ids.subList(0, 1), RETURNED, Duration.ofSeconds(1));

    assertThat(ids(claim())).as("it waits").isEmpty();
    now.addAndGet(1000);
    assertThat(ids(claim())).as("it is due").containsExactly(ids.get(0));
    publish(ids.subList(0, 1));
    assertThat(ids(claim())).containsExactlyElementsOf(ids.subList(1, 3));
  }

  @Test
  void shardThatAnotherNodeIsLeasingIsSkippedWithoutAWait() throws Exception {
    insert(16, "s-", ", DUE_AT", ", 1");
    try (Connection other = tables.database().getConnection();
        Statement lock = other.createStatement()) {
      other.setAutoCommit(false);
      lock.execute("select 1 from phone_identity_lease where name = 'user-events-03' for update");

      Claim claim = assertTimeoutPreemptively(Duration.ofSeconds(10), this::claim);

      assertThat(claim.leases()).hasSize(15).doesNotContain("user-events-03");
      assertThat(subjects(claim, event -> true)).hasSize(15).doesNotContain("s-3");
      other.rollback();
    }
    assertThat(claim().leases()).hasSize(16);
  }

  @Test
  void eventThatWaitedForAQueueIsNoNearerToBeingADeadLetter() throws Exception {
    insert(1, "s", ", DUE_AT", ", 1");
    List<String> id = ids(claim());
    for (int i = 0; i < 10; i++) {
      fail(id, RETURNED, Duration.ZERO);
    }
    fail(id, TOO_LARGE, Duration.ZERO);

    OutboxEvent event = claim().events().get(0);
    assertThat(event.tries()).isEqualTo(11);
    assertThat(event.offences()).isEqualTo(1);
    assertThat(event.alone()).isTrue();

    run(
        store -> {
          store.dead(id, TOO_LARGE);
          return null;
        });
    assertThat(query("select state || tries || offences || reason from phone_identity_user_event"))
        .containsExactly("DEAD122too large");
  }

  @Test
  void countsAreTrueAndReadLittle() throws Exception {
    insert(20_000, "p-", ", TRIES, DUE_AT", ", i % 2, i");
    execute("update phone_identity_user_event set created_at = 500 + sequence");
    execute("update phone_identity_user_event set state = 'DEAD' where sequence <= 3");
    execute(
        "update phone_identity_user_event set state = 'PUBLISHED' where sequence between 4 and 9");
    execute("vacuum analyze phone_identity_user_event");

    assertThat(run(UserEventStore::counts)).isEqualTo(new Counts(19_991, 510L, 3));
    assertThat(query("explain select count(*) from phone_identity_user_event where state = 'DEAD'"))
        .anyMatch(line -> line.contains("Index Only Scan"));
    assertThat(
            query(
                "explain select 1 from phone_identity_user_event where state = 'PENDING'"
                    + " and (due_at is null or due_at <= 0) limit 1"))
        .anyMatch(line -> line.contains("idx_phone_identity_user_event_due"));
  }

  private Claim claim() {
    return run(
        store -> {
          Claim claim = store.claim(NODE, Duration.ofSeconds(30), BATCH, false);
          store.release(claim, NODE);
          return claim;
        });
  }

  private void fail(List<String> ids, Failure failure, Duration wait) {
    run(
        store -> {
          store.failed(ids, failure, wait);
          return null;
        });
  }

  private void publish(List<String> ids) {
    run(
        store -> {
          store.published(ids);
          return null;
        });
  }

  private <T> T run(Function<UserEventStore, T> work) {
    return tables.run(
        manager -> work.apply(new UserEventStore(manager, () -> Instant.ofEpochMilli(now.get()))));
  }

  private static List<String> ids(Claim claim) {
    return claim.events().stream().map(OutboxEvent::id).toList();
  }

  private static Set<String> subjects(Claim claim, Predicate<OutboxEvent> which) {
    return claim.events().stream()
        .filter(which)
        .map(OutboxEvent::subject)
        .collect(Collectors.toSet());
  }

  private static String in(List<String> ids) {
    return ids.stream().collect(Collectors.joining("','", "('", "')"));
  }

  private static void insert(int rows, String subject, String columns, String values)
      throws Exception {
    execute(
        "insert into PHONE_IDENTITY_USER_EVENT (ID, REALM_ID, SUBJECT, SHARD, TYPE, ROUTING_KEY,"
            + " PAYLOAD, CREATED_AT, STATE"
            + columns
            + ") select gen_random_uuid(), 'realm', '"
            + subject
            + "' || i, i % 16, 'updated', 'acme.user.updated', '{}', 1, 'PENDING'"
            + values
            + " from generate_series(1, "
            + rows
            + ") i");
  }

  private static void execute(String statement) throws Exception {
    try (Connection connection = tables.database().getConnection();
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  private static List<String> query(String query) throws Exception {
    try (Connection connection = tables.database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }
}
