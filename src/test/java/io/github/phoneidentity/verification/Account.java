package io.github.phoneidentity.verification;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.awaitility.Awaitility;

/** The accounts that a stranger may not be able to tell apart. */
enum Account {
  KNOWN,
  UNKNOWN,
  UNPROVEN,
  DISABLED,
  LOCKED,
  NUMBERLESS;

  /** Wrong passwords after which the realm has to lock. */
  static final int FAILURES = 3;

  /** What names an account. */
  enum Named {
    USERNAME(TestUser::username),
    EMAIL(TestUser::email),
    NICKNAME(TestUser::nickname),
    PHONE(user -> Unique.national(user.phone()));

    private final Function<TestUser, String> identifier;

    Named(Function<TestUser, String> identifier) {
      this.identifier = identifier;
    }

    /** Numberless accounts cannot be named by a phone. */
    boolean names(Account account) {
      return this != PHONE || account != NUMBERLESS;
    }

    String of(TestUser user) {
      return identifier.apply(user);
    }
  }

  /** Makes as many such accounts, without passwords. */
  List<TestUser> create(TestRealm realm, int count) {
    List<TestUser> users = new ArrayList<>();
    List<Map<String, Object>> representations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TestUser user = user();
      Map<String, Object> representation = new HashMap<>(user.representation());
      representation.remove("credentials");
      representation.put("enabled", this != DISABLED);
      users.add(user);
      representations.add(representation);
    }
    if (this != UNKNOWN) {
      realm
          .admin()
          .body(Map.of("users", representations))
          .post("/partialImport")
          .then()
          .statusCode(200);
    }
    if (this == LOCKED) {
      users.forEach(user -> lock(realm, user));
    }
    return users;
  }

  private TestUser user() {
    TestUser user = TestUser.random();
    return switch (this) {
      case KNOWN, UNKNOWN, DISABLED, LOCKED -> user;
      case UNPROVEN -> user.withPhone(user.phone(), false);
      case NUMBERLESS -> user.withoutPhone();
    };
  }

  private static void lock(TestRealm realm, TestUser user) {
    String id = realm.userNamed(user.username()).getString("id");
    Awaitility.await("the lock")
        .until(
            () -> {
              realm.passwordGrant(user.username(), "wrong");
              return realm.isLocked(id);
            });
  }
}
