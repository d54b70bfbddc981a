package io.github.phoneidentity.identity;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.TestRealm;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A path on which attributes of users are written, tested on each storage with its own realm. */
@ParameterizedClass
@EnumSource
@TestInstance(Lifecycle.PER_CLASS)
abstract class WritePath {

  @Parameter private Storage storage;

  TestRealm realm;
  RealmUsers users;

  @BeforeParameterizedClassInvocation
  void open() {
    realm = TestRealm.create(storage.server(), this::change);
    users = new RealmUsers(realm);
  }

  /** Changes the demo realm before it is made. */
  void change(ObjectNode json) {}

  @AfterParameterizedClassInvocation
  void close() {
    realm.close();
  }
}
