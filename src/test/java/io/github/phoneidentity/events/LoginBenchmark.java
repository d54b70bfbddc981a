package io.github.phoneidentity.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AmqpBroker;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How long a login takes in a realm whose events are published, beside one without the listener,
 * the two taking turns. It measures and judges nothing; {@code mvn verify -Pbenchmark} runs it.
 */
class LoginBenchmark {

  private static final int TIMINGS = 200;
  private static final int WARM_UP = 40;
  private static final int WAITING = 50;

  private static final AmqpBroker BROKER = AmqpBroker.shared();

  @AutoClose private static final TestRealm WITH = TestRealm.create();

  @AutoClose
  private static final TestRealm WITHOUT =
      TestRealm.create(json -> json.putArray("eventsListeners").add("jboss-logging"));

  private enum Listener {
    WITH,
    WITHOUT
  }

  private enum BrokerState {
    NOTHING_PUBLISHED,
    REFUSES,
    NEVER_ANSWERS,
    DROPS_PACKETS,
    REFUSES_CREDENTIALS;

    void begin() {
      switch (this) {
        case NOTHING_PUBLISHED -> {}
        case REFUSES -> BROKER.refuse();
        case NEVER_ANSWERS -> BROKER.fallSilent();
        case DROPS_PACKETS -> BROKER.dropPackets();
        case REFUSES_CREDENTIALS -> BROKER.acceptCredentials(false);
      }
    }
  }

  @AfterEach
  void restore() {
    BROKER.acceptCredentials(true);
    BROKER.restore();
  }

  @ParameterizedTest
  @EnumSource
  void loginWithAndWithoutTheListener(BrokerState state) {
    Map<Listener, TestUser> users = new EnumMap<>(Listener.class);
    Map<Listener, List<Long>> timings = new EnumMap<>(Listener.class);
    for (Listener listener : Listener.values()) {
      users.put(listener, TestUser.random());
      realm(listener).createUser(users.get(listener));
      timings.put(listener, new ArrayList<>());
    }
    state.begin();
    if (state != BrokerState.NOTHING_PUBLISHED) {
      Stream.generate(TestUser::random).limit(WAITING).forEach(WITH::createUser);
    }
    for (int turn = 0; turn < WARM_UP + TIMINGS; turn++) {
      List<Listener> order = new ArrayList<>(List.of(Listener.values()));
      Collections.shuffle(order);
      for (Listener listener : order) {
        TestUser user = users.get(listener);
        long begun = System.nanoTime();
        int status = realm(listener).passwordGrant(user.username(), user.password()).statusCode();
        long took = System.nanoTime() - begun;
        assertThat(status).isEqualTo(200);
        if (turn >= WARM_UP) {
          timings.get(listener).add(took);
        }
      }
    }
    timings.values().forEach(Collections::sort);
    System.out.printf(
        "%nlogin, %s: median %.1f ms with the listener, %.1f ms without (%.2f); p90 %.1f, %.1f"
            + " ms%n",
        state,
        percentile(timings.get(Listener.WITH), 50),
        percentile(timings.get(Listener.WITHOUT), 50),
        percentile(timings.get(Listener.WITH), 50) / percentile(timings.get(Listener.WITHOUT), 50),
        percentile(timings.get(Listener.WITH), 90),
        percentile(timings.get(Listener.WITHOUT), 90));
  }

  private static TestRealm realm(Listener listener) {
    return listener == Listener.WITH ? WITH : WITHOUT;
  }

  private static double percentile(List<Long> sorted, int percent) {
    return sorted.get((sorted.size() * percent - 1) / 100) / 1e6;
  }
}
