package io.github.phoneidentity.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.benchmark.Pairs;
import io.github.phoneidentity.benchmark.Ratio;
import io.github.phoneidentity.testing.AmqpBroker;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How long a login takes in a realm whose events are published, beside one without the listener,
 * the two taking turns. It measures and judges nothing; {@code mvn -Pbenchmark} runs it.
 */
class LoginBenchmark {

  private static final int WARM_UP = 20;
  private static final int WAITING = 50;

  private static final AmqpBroker BROKER = AmqpBroker.shared();

  @AutoClose private static final TestRealm WITH = TestRealm.create();

  @AutoClose
  private static final TestRealm WITHOUT =
      TestRealm.create(json -> json.putArray("eventsListeners").add("jboss-logging"));

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
  void loginWithAndWithoutTheListener(BrokerState state) throws Exception {
    Pairs.Side with = login(WITH);
    Pairs.Side without = login(WITHOUT);
    state.begin();
    if (state != BrokerState.NOTHING_PUBLISHED) {
      Stream.generate(TestUser::random).limit(WAITING).forEach(WITH::createUser);
    }
    Ratio ratio = Pairs.of(WARM_UP, Pairs.MANY, with, without);
    System.out.printf(
        "%nlogin, %s: median %.1f ms with the listener, %.1f ms without (%.2f)%n",
        state, ratio.measured(), ratio.against(), ratio.value());
  }

  private static Pairs.Side login(TestRealm realm) {
    TestUser user = TestUser.random();
    realm.createUser(user);
    return () ->
        Pairs.millis(
            () ->
                assertThat(realm.passwordGrant(user.username(), user.password()).statusCode())
                    .isEqualTo(200));
  }
}
