package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Meters;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A gateway that does not answer holds up nobody who needs no text. */
class HangingGatewayIT {

  private static final int SENDS = 50;
  private static final int DISPATCHER_THREADS = 16;

  /** Of at least 50 workers, a quarter may wait. */
  private static final double MOST_WAITING =
      Math.max(50, 4 * Runtime.getRuntime().availableProcessors()) / 4.0;

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final Meters meters = new Meters(KeycloakServer.shared());
  private final List<String> phones = Stream.generate(Unique::phone).limit(SENDS).toList();

  @AfterEach
  void answer() {
    phones.forEach(REALM.inbox()::release);
    Awaitility.await("a node that is at rest again")
        .atMost(Duration.ofMinutes(1))
        .until(() -> meters.sum("phone.identity.dispatcher.active") == 0);
  }

  @Test
  void passwordLoginsGoOnUnderFiftyPendingSendsOfBrowsers() {
    List<Page> pages = Parallel.run(SENDS, i -> SignUp.begin(REALM, new Browser()).page());
    passwordLoginsGoOn(i -> ask(pages.get(i), phones.get(i)));
  }

  @Test
  void passwordLoginsGoOnUnderFiftyPendingSendsOfApps() {
    RestApi rest = RestApi.fromEverywhere(REALM);
    passwordLoginsGoOn(i -> rest.send("registration", phones.get(i)).then().statusCode(201));
  }

  private void passwordLoginsGoOn(IntFunction<?> ask) {
    List<TestUser> users = Stream.generate(TestUser::random).limit(10).toList();
    users.forEach(REALM::createUser);
    phones.forEach(REALM.inbox()::hold);

    CompletableFuture<?> asking = CompletableFuture.supplyAsync(() -> Parallel.run(SENDS, ask));
    for (TestUser user : users) {
      assertThat(REALM.passwordGrant(user.username(), user.password()).statusCode()).isEqualTo(200);
      assertThat(meters.sum("phone.identity.dispatcher.requests.waiting"))
          .isLessThanOrEqualTo(MOST_WAITING);
      assertThat(meters.sum("phone.identity.dispatcher.active"))
          .isLessThanOrEqualTo(DISPATCHER_THREADS);
      assertThat(meters.sum("agroal.awaiting.count")).isZero();
    }

    asking.join();
    assertThat(meters.sum("phone.identity.dispatcher.active"))
        .as("requests are answered while the gateway still hangs")
        .isEqualTo(DISPATCHER_THREADS);
    assertThat(meters.sum("agroal.active.count")).as("connections in use").isLessThan(5);
  }

  private static Page ask(Page page, String phone) {
    Page answer = page.form().type("phone", phone).submit();
    assertThat(answer.has("#phone-identity-code-form")).isTrue();
    return answer;
  }
}
