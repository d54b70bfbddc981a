package io.github.phoneidentity.benchmark;

import io.github.phoneidentity.testing.TestRealm;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Users of a realm whom statements have made, as many as the benchmark wants: each has an e-mail
 * address, a proven number, a nickname and a second factor by SMS, and no password.
 */
final class Crowd {

  private static final int SECONDS = 900;
  private static final long FIRST_NUMBER = 30_000_000;

  private final TestRealm realm;
  private final int size;
  private final AtomicInteger next = new AtomicInteger();

  private Crowd(TestRealm realm, int size) {
    this.realm = realm;
    this.size = size;
  }

  /** Fills a realm, which must have been adopted before. */
  static Crowd fill(TestRealm realm, int size) throws SQLException {
    String id = realm.id();
    try (Connection database = realm.server().database().connect();
        Statement statement = database.createStatement()) {
      statement.setQueryTimeout(SECONDS);
      // Foreign keys are right by the way that the rows are made.
      statement.execute("set session_replication_role = replica");
      for (String insert : INSERTS) {
        statement.executeUpdate(
            insert.replace(":realm", "'" + id + "'").replace(":size", Integer.toString(size)));
      }
      for (String table :
          new String[] {"user_entity", "user_attribute", "credential", "phone_identity_claim"}) {
        statement.execute("vacuum analyze " + table);
      }
      statement.execute("checkpoint");
    }
    return new Crowd(realm, size);
  }

  private static final String[] INSERTS = {
    """
    insert into user_entity (id, username, email, email_constraint, first_name, realm_id, enabled,
      email_verified, not_before, created_timestamp)
    select md5(:realm || n)::uuid::varchar, 'crowd_' || n, 'crowd_' || n || '@example.com',
      'crowd_' || n || '@example.com', 'Crowd', :realm, true, true, 0, n
    from generate_series(1, :size) n
    """,
    """
    insert into user_attribute (id, user_id, name, value)
    select md5(:realm || n || a.name)::uuid::varchar, md5(:realm || n)::uuid::varchar, a.name,
      case a.name when 'phoneNumber' then '+8210' || (30000000 + n)
        when 'nickname' then 'crowd' || n else 'true' end
    from generate_series(1, :size) n,
      (values ('phoneNumber'), ('phoneNumberVerified'), ('nickname')) a(name)
    """,
    """
    insert into phone_identity_claim (realm_id, kind, claim_key, user_id, attribute_id, claimed_at,
      proof_id)
    select :realm, 'phone', '+8210' || (30000000 + n), md5(:realm || n)::uuid::varchar,
      md5(:realm || n || 'phoneNumber')::uuid::varchar, 0,
      md5(:realm || n || 'phoneNumberVerified')::uuid::varchar
    from generate_series(1, :size) n
    """,
    """
    insert into phone_identity_claim (realm_id, kind, claim_key, user_id, attribute_id, claimed_at)
    select :realm, 'nickname', 'crowd' || n, md5(:realm || n)::uuid::varchar,
      md5(:realm || n || 'nickname')::uuid::varchar, 0
    from generate_series(1, :size) n
    """,
    """
    insert into credential (id, type, user_id, created_date, user_label, secret_data,
      credential_data, priority)
    select md5(:realm || n || 'factor')::uuid::varchar, 'sms-otp', md5(:realm || n)::uuid::varchar,
      0, 'SMS', '{}', '{"number":"+8210' || (30000000 + n) || '","onFile":true}', 10
    from generate_series(1, :size) n
    """
  };

  TestRealm realm() {
    return realm;
  }

  /** The number of a user who was not given before, until all were. */
  int next() {
    // A step that has no divisor in common with usual sizes, so that the rows are far apart.
    return (int) (next.getAndIncrement() * 7_919L % size) + 1;
  }

  static String username(int user) {
    return "crowd_" + user;
  }

  static String nickname(int user) {
    return "crowd" + user;
  }

  static String phone(int user) {
    return "+8210" + (FIRST_NUMBER + user);
  }
}
