package io.github.phoneidentity.authentication;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** A login that takes longer than the realm allows, without waiting for it. */
final class Timeout {

  private Timeout() {}

  /** What follows when a page is answered too late. */
  static Page answer(
      TestRealm realm, Browser browser, Page page, Map<String, List<String>> fields) {
    URI action = page.form().action();
    setLifespans(realm, 0, 0);
    Page late;
    try {
      late = browser.postWithoutFollowing(action, fields);
    } finally {
      setLifespans(realm, 300, 1800);
    }
    return late.isRedirect() ? browser.open(late.location()) : late;
  }

  /** One after the other: together Keycloak would not take zeros. */
  private static void setLifespans(TestRealm realm, int action, int login) {
    for (var lifespan :
        Map.of("accessCodeLifespanUserAction", action, "accessCodeLifespanLogin", login)
            .entrySet()) {
      realm
          .admin()
          .body(Map.of(lifespan.getKey(), lifespan.getValue()))
          .put()
          .then()
          .statusCode(204);
    }
  }
}
