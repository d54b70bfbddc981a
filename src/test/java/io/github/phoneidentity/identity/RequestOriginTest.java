package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestOriginTest {

  @ParameterizedTest
  @CsvSource({
    "POST, realms/r/account, SELF_SERVICE",
    "POST, realms/r/account/credentials, SELF_SERVICE",
    "POST, realms/r/login-actions/registration, SELF_SERVICE",
    "POST, realms/r/login-actions/required-action, SELF_SERVICE",
    "POST, realms/r/login-actions/authenticate, SELF_SERVICE",
    "POST, realms/r/login-actions/post-broker-login, SELF_SERVICE",
    "GET, realms/r/login-actions/action-token, SELF_SERVICE",
    "POST, realms/r/phone-identity/registrations, SELF_SERVICE",
    "POST, realms/r/protocol/openid-connect/registrations, SELF_SERVICE",
    "GET, realms/r/broker/other/endpoint, BROKER",
    "GET, realms/r/broker/after-first-broker-login, BROKER",
    "GET, realms/r/login-actions/first-broker-login, BROKER",
    "POST, realms/r/login-actions/first-broker-login, BROKER",
    "POST, admin/realms/r/users, ADMINISTRATOR",
    "PUT, admin/realms/r/users/id, ADMINISTRATOR",
    "PUT, admin/realms/r, ADMINISTRATOR",
    "PUT, admin/realms/r/authentication/required-actions/VERIFY_PHONE, ADMINISTRATOR",
    "POST, realms/r/scim/v2/Users, ADMINISTRATOR",
    "PATCH, realms/r/scim/v2/Users/id, ADMINISTRATOR",
    "POST, admin/realms/r/partialImport, IMPORT",
    "POST, admin/realms, IMPORT",
    "POST, realms/r/protocol/openid-connect/token, CODE",
    "POST, realms/r/phone-identity/verifications, CODE",
    "PUT, realms/r/third-party/account, CODE",
    "PUT, realms/account/third-party, CODE",
    "GET, admin/realms/r/users, CODE",
    "GET, other/realms/r/account, CODE",
    "GET, '', CODE",
  })
  void methodAndPathTellTheOrigin(String method, String path, RequestOrigin origin) {
    assertThat(of(method, path, false)).isEqualTo(origin);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, realms/r/account, SELF_SERVICE",
    "POST, realms/r/login-actions/registration, SELF_SERVICE",
    "POST, realms/r/login-actions/required-action, SELF_SERVICE",
    "POST, realms/r/login-actions/authenticate, DIRECTORY",
    "POST, realms/r/login-actions/reset-credentials, DIRECTORY",
    "POST, realms/r/protocol/openid-connect/token, DIRECTORY",
    "GET, admin/realms/r/users, DIRECTORY",
    "POST, admin/realms/r/user-storage/id/sync, DIRECTORY",
    "PUT, admin/realms/r/users/id, ADMINISTRATOR",
    "GET, realms/r/broker/other/endpoint, BROKER",
  })
  void directoryWritesToItsUsersWhereverTheyAreLookedFor(
      String method, String path, RequestOrigin origin) {
    assertThat(of(method, path, true)).isEqualTo(origin);
  }

  @Test
  void outsideOfASessionItIsCodeOrADirectory() {
    assertThat(RequestOrigin.of(null)).isEqualTo(RequestOrigin.CODE);
    assertThat(RequestOrigin.of(null, true)).isEqualTo(RequestOrigin.DIRECTORY);
  }

  private static RequestOrigin of(String method, String path, boolean federated) {
    return RequestOrigin.of(method, List.of(path.split("/")), federated);
  }
}
