package io.github.phoneidentity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** The ground that the other integration tests stand on. */
class KeycloakServerIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @Test
  void userLogsInThroughTheBrowserAndTheAppGetsTokens() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);
    AppLogin login = REALM.login();

    Page end =
        login
            .start(new Browser())
            .form()
            .type("username", user.username())
            .type("password", user.password())
            .submit();

    Tokens tokens = login.finish(end);
    assertThat(tokens.idClaims()).containsEntry("sub", id);
  }

  @Test
  void userLogsInByPasswordGrant() {
    TestUser user = TestUser.random();
    String id = REALM.createUser(user);

    Tokens tokens = Tokens.of(REALM, REALM.passwordGrant(user.username(), user.password()));

    assertThat(tokens.accessClaims()).containsEntry("sub", id);
  }

  @Test
  void serverHasLoadedTheProviders() {
    assertThat(KeycloakServer.shared().log()).contains("started");
  }
}
