package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Directory;
import io.github.phoneidentity.testing.Federation;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users whose numbers are read from a directory each time: always read, or not imported at all. */
class DirectoryReadingIT {

  @AutoClose private final Directory directory = Directory.start();
  @AutoClose private final TestRealm realm = TestRealm.create();
  private final TestUser user = TestUser.random();

  @BeforeEach
  void addTheEntry() {
    directory.add(user, user.phone());
  }

  @Test
  void changedNumberIsNotVerifiedInTheNextLogin() {
    Federation.alwaysReading(realm, directory, "READ_ONLY");
    Login.begin(realm).password(user).codeFrom(user.phone()).done();
    assertThat(Tokens.of(realm, realm.passwordGrant(user.username(), user.password())).idClaims())
        .containsEntry("phone_number_verified", true);
    String another = Unique.phone();
    directory.modify(user, "mobile", another);

    assertThat(realm.passwordGrant(user.username(), user.password()).statusCode()).isEqualTo(400);
    Login login = Login.begin(realm).password(user).codeFrom(another);

    assertThat(login.tokens().idClaims())
        .containsEntry("phone_number", another)
        .containsEntry("phone_number_verified", true);
    assertThat(realm.passwordGrant(another, user.password()).statusCode()).isEqualTo(200);
    assertThat(realm.passwordGrant(user.phone(), user.password()).statusCode()).isEqualTo(400);
  }

  @Test
  void takenNumberIsNeverVerified() {
    Federation.alwaysReading(realm, directory, "READ_ONLY");
    Login.begin(realm).password(user).codeFrom(user.phone()).done();
    TestUser owner = TestUser.random();
    realm.createUser(owner);
    directory.modify(user, "mobile", owner.phone());

    assertThat(realm.passwordGrant(user.username(), user.password()).statusCode()).isEqualTo(400);

    Login login = Login.begin(realm).password(user);
    assertThat(login.page().status()).isEqualTo(400);
    assertThat(login.page().text()).contains("comes from the directory of your organization");
    assertThat(realm.inbox().countFor(owner.phone())).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"READ_ONLY", "WRITABLE"})
  void userWhoIsNotImportedLogsInAndOwnsNothing(String editMode) {
    Federation.withoutImport(realm, directory, editMode);
    var entry = directory.entry(user);

    assertThat(realm.userIds(Map.of())).hasSizeGreaterThan(1);
    assertThat(realm.passwordGrant(user.username(), user.password()).statusCode()).isEqualTo(200);
    assertThat(realm.passwordGrant(user.phone(), user.password()).statusCode()).isEqualTo(400);
    Browser browser = new Browser();
    assertThat(Login.begin(realm, browser).password(user).isDone()).isTrue();
    for (String action : List.of("UPDATE_PHONE", "CONFIGURE_SMS_OTP")) {
      Login login = Login.forAction(realm, browser, action);
      assertThat(login.page().status()).isEqualTo(400);
      assertThat(login.page().text()).contains("kept in the directory of your organization");
    }
    realm.createUser(TestUser.random().withPhone(user.phone(), true));
    assertThat(directory.entry(user)).isEqualTo(entry);
  }
}
