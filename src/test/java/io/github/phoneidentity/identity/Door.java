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

/** A way by which values come to a user, tried on each storage with a realm of its own. */
@ParameterizedClass
@EnumSource
@TestInstance(Lifecycle.PER_CLASS)
abstract class Door {

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
