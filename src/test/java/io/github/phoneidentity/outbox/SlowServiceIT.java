package io.github.phoneidentity.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Meters;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.github.phoneidentity.testing.UserEvents;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is slow in one realm, or in one channel, keeps nobody else's messages waiting. */
class SlowServiceIT {

  /** More than a node queues for one lane, and more than any sweep looks at. */
  private static final int FLOOD = 6000;

  private final KeycloakServer server = KeycloakServer.shared();
  private final Meters meters = new Meters(server);

  /** Its messages go with it. */
  private final TestRealm slow = TestRealm.create();

  private final TestRealm other = TestRealm.create();

  private final String phone = Unique.phone();

  @AfterEach
  void end() {
    slow.close();
    other.close();
    slow.inbox().release(phone);
    Awaitility.await("a node that is at rest again")
        .atMost(Duration.ofMinutes(1))
        .until(() -> meters.sum("phone.identity.dispatcher.active") == 0);
  }

  @Test
  void mailsAndUserEventsAreSentWhileTheSmsGatewayHangsUnderAFlood() {
    String address = address();
    other.sendMail();
    slow.inbox().hold(phone);
    new Notices(slow).write("PHONE_CHANGED", "sms", phone, 60_000, FLOOD);
    awaitBusyLane();

    new Notices(other).write("PHONE_CHANGED", "email", address, 0, 1);
    UserEvents events = new UserEvents(other);
    String event = events.last(other.createUser(TestUser.random())).id();

    soon("mail").until(() -> !other.mail().mailsTo(address).isEmpty());
    Awaitility.await("user event, which may wait while an earlier test's broker is down")
        .atMost(Duration.ofMinutes(1))
        .until(() -> "PUBLISHED".equals(events.state(event)));
    assertThat(meters.sum("phone.identity.dispatcher.queued")).isPositive();
  }

  @Test
  void textsAndOtherRealmsMailsAreSentWhileAMailServerNeverAnswers() throws IOException {
    try (ServerSocket blackHole = new ServerSocket(0)) {
      slow.setMailServer(
          Map.of(
              "host", server.hostOfTests(),
              "port", Integer.toString(blackHole.getLocalPort()),
              "from", "no-reply@phone-identity.example"));
      new Notices(slow).write("PHONE_CHANGED", "email", address(), 60_000, 200);
      awaitBusyLane();

      String address = address();
      other.sendMail();
      SignUp page = SignUp.begin(other).phone(phone);
      new Notices(other).write("PHONE_CHANGED", "email", address, 0, 1);

      assertThat(page.tellsFailure()).isFalse();
      soon("text").until(() -> other.inbox().countFor(phone) == 1);
      soon("mail").until(() -> !other.mail().mailsTo(address).isEmpty());
    }
  }

  private static String address() {
    return Unique.letters(8) + "@example.com";
  }

  private void awaitBusyLane() {
    Awaitility.await("a lane that is busy")
        .atMost(Duration.ofSeconds(20))
        .until(() -> meters.sum("phone.identity.dispatcher.active") >= 16);
  }

  /** By the next sweep, on a busy machine. */
  private static ConditionFactory soon(String what) {
    return Awaitility.await(what).atMost(Duration.ofSeconds(15));
  }
}
