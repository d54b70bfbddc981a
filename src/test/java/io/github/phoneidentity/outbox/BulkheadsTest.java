package io.github.phoneidentity.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BulkheadsTest {

  private final Bulkheads bulkheads = new Bulkheads();
  private final Semaphore slowServices = new Semaphore(0);
  private final List<String> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    slowServices.release(100_000);
    bulkheads.close(Duration.ofSeconds(5));
  }

  @Test
  void slowLaneKeepsNoOtherWaiting() {
    submitSlow("slow", 500);

    submitQuick("quick");

    awaitDone("quick");
    assertThat(bulkheads.active()).isEqualTo(Bulkheads.THREADS_PER_LANE);
  }

  @Test
  void manySlowLanesShareABoundedNumberOfThreadsAndEachGetsSome() {
    for (int lane = 0; lane < 6; lane++) {
      submitSlow("slow " + lane, 50);
    }

    submitQuick("quick");

    awaitDone("quick");
    assertThat(bulkheads.active()).isLessThan(Bulkheads.THREADS);
  }

  @Test
  void laneWithoutAThreadIsServedFirstWhenOneComesFree() {
    int lanes = 2 * Bulkheads.THREADS;
    for (int lane = 0; lane < lanes; lane++) {
      submitSlow("slow " + lane, 1);
    }
    assertThat(bulkheads.active()).isEqualTo(Bulkheads.THREADS);
    submitSlow("slow 0", 100);
    submitQuick("quick");
    assertThat(done).isEmpty();

    slowServices.release(lanes);

    awaitDone("quick");
    assertThat(bulkheads.queued()).as("what a lane with a thread still waits for").isPositive();
  }

  @Test
  void lanesWithAsManyThreadsTakeTurns() {
    for (int lane = 0; lane < Bulkheads.THREADS; lane++) {
      submitSlow("slow " + lane, 1);
    }
    submitQuick("one");
    submitQuick("one");
    submitQuick("two");
    submitQuick("two");

    slowServices.release();

    Awaitility.await().until(() -> done.size() == 4);
    assertThat(done).containsExactly("one", "two", "one", "two");
  }

  @Test
  void fullLaneRefusesAndOthersDoNot() {
    submitSlow("full", Bulkheads.THREADS_PER_LANE + Bulkheads.PLACES_PER_LANE);

    assertThat(bulkheads.submit("full", () -> {})).isFalse();
    assertThat(bulkheads.queued()).isEqualTo(Bulkheads.PLACES_PER_LANE);
    assertThat(bulkheads.submit("other", () -> {})).isTrue();
  }

  @Test
  void laneFindsAPlaceHoweverManyOthersAreFull() {
    for (int lane = 0; lane < 100; lane++) {
      String slow = "slow " + lane;
      while (bulkheads.submit(slow, slowServices::acquireUninterruptibly)) {
        assertThat(bulkheads.queued()).isLessThan(Bulkheads.PLACES + 100);
      }
    }

    assertThat(bulkheads.submit("other", () -> {})).isTrue();
  }

  @Test
  void workThatThrowsTakesNoThreadAlong() {
    for (int i = 0; i < 2 * Bulkheads.THREADS; i++) {
      bulkheads.submit(
          "broken",
          () -> {
            throw new NoClassDefFoundError("a gateway's jar");
          });
    }

    submitQuick("broken");

    awaitDone("broken");
    Awaitility.await().until(() -> bulkheads.active() == 0);
  }

  @Test
  void closeFinishesWhatIsAtWorkAndTakesNothingMore() {
    CountDownLatch begun = new CountDownLatch(1);
    bulkheads.submit(
        "lane",
        () -> {
          begun.countDown();
          slowServices.acquireUninterruptibly();
          done.add("lane");
        });
    Awaitility.await().until(() -> begun.getCount() == 0);
    slowServices.release();

    bulkheads.close(Duration.ofSeconds(10));

    assertThat(done).containsExactly("lane");
    assertThat(bulkheads.submit("lane", () -> {})).isFalse();
  }

  @Test
  void closeWaitsNoLongerThanItsBound() {
    List<String> interrupted = new CopyOnWriteArrayList<>();
    for (int i = 0; i < Bulkheads.THREADS_PER_LANE; i++) {
      bulkheads.submit(
          "slow",
          () -> {
            try {
              slowServices.acquire();
            } catch (InterruptedException e) {
              interrupted.add("slow");
            }
          });
    }
    submitQuick("slow");

    bulkheads.close(Duration.ofMillis(50));

    Awaitility.await().until(() -> interrupted.size() == Bulkheads.THREADS_PER_LANE);
    Awaitility.await().until(() -> bulkheads.active() == 0);
    assertThat(done).as("what was still queued").isEmpty();
  }

  private void submitSlow(String lane, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(bulkheads.submit(lane, slowServices::acquireUninterruptibly)).isTrue();
    }
  }

  private void submitQuick(String lane) {
    assertThat(bulkheads.submit(lane, () -> done.add(lane))).isTrue();
  }

  private void awaitDone(String lane) {
    Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> done.contains(lane));
  }
}
