package io.github.phoneidentity.events.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.events.jpa.UserEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchTest {

  private static final int WINDOW = 3;

  @Test
  void oneEventOfEachSubjectIsOnItsWay() {
    Batch batch = new Batch(List.of(event("a1"), event("a2"), event("b1"), event("a3")), WINDOW);

    assertThat(sent(batch)).containsExactly("a1", "b1");
    batch.answer("a1", Outcome.CONFIRMED, "");
    assertThat(sent(batch)).containsExactly("a2");
    batch.answer("b1", Outcome.CONFIRMED, "");
    assertThat(sent(batch)).isEmpty();
    batch.answer("a2", Outcome.CONFIRMED, "");
    assertThat(sent(batch)).containsExactly("a3");
    batch.answer("a3", Outcome.CONFIRMED, "");
    assertThat(batch.isUnfinished()).isFalse();
    assertThat(batch.tried()).extracting(Batch.Tried::fate).containsOnly(Fate.PUBLISHED).hasSize(4);
  }

  @Test
  void eventThatFailsHoldsBackItsSubjectAlone() {
    Batch batch = new Batch(List.of(event("a1"), event("a2"), event("b1"), event("b2")), WINDOW);

    sent(batch);
    batch.answer("a1", Outcome.RETURNED, "no queue");
    batch.answer("b1", Outcome.CONFIRMED, "");
    assertThat(sent(batch)).containsExactly("b2");
    batch.answer("b2", Outcome.CONFIRMED, "");
    assertThat(batch.isUnfinished()).isFalse();
    assertThat(batch.tried()).extracting(tried -> tried.event().id()).doesNotContain("a2");
  }

  @Test
  void noMoreThanTheWindowAreOnTheirWay() {
    Batch batch = new Batch(List.of(event("a1"), event("b1"), event("c1"), event("d1")), WINDOW);

    assertThat(sent(batch)).containsExactly("a1", "b1", "c1");
    batch.answer("c1", Outcome.NACKED, "full");
    assertThat(sent(batch)).containsExactly("d1");
  }

  @Test
  void eventThatHasFailedBeforeGoesAloneAndLast() {
    Batch batch = new Batch(List.of(failed("a1", 1), event("b1"), failed("c1", 4)), WINDOW);

    assertThat(sent(batch)).containsExactly("b1");
    batch.answer("b1", Outcome.CONFIRMED, "");
    assertThat(sent(batch)).containsExactly("a1");
    batch.answer("a1", Outcome.CONFIRMED, "");
    assertThat(sent(batch)).containsExactly("c1");
    batch.answerAll(Outcome.OFFENDED, "too large");
    assertThat(batch.tried())
        .last()
        .satisfies(
            tried -> {
              assertThat(tried.alone()).isTrue();
              assertThat(tried.fate()).isEqualTo(Fate.DEAD);
            });
  }

  @Test
  void nobodyIsToBlameWhenTheChannelIsClosedOverOneOfSeveral() {
    Batch batch = new Batch(List.of(event("a1"), event("b1"), event("b2")), WINDOW);

    sent(batch);
    batch.answerAll(Outcome.OFFENDED, "too large");
    assertThat(batch.isUnfinished()).isFalse();
    assertThat(batch.tried())
        .hasSize(2)
        .allSatisfy(tried -> assertThat(tried.fate()).isEqualTo(Fate.WAITS));
  }

  @Test
  void whatIsOnItsWayIsStillAnsweredWhenTheBatchIsClosed() {
    Batch batch = new Batch(List.of(event("a1"), event("a2")), WINDOW);

    sent(batch);
    batch.close();
    assertThat(batch.isUnfinished()).isTrue();
    batch.answer("a1", Outcome.CONFIRMED, "");
    assertThat(sent(batch)).isEmpty();
    assertThat(batch.isUnfinished()).isFalse();
  }

  @Test
  void answersOfAnEarlierBatchAreIgnored() {
    Batch batch = new Batch(List.of(event("a1")), WINDOW);

    batch.answer("z9", Outcome.CONFIRMED, "");
    assertThat(batch.tried()).isEmpty();
    assertThat(sent(batch)).containsExactly("a1");
  }

  private static List<String> sent(Batch batch) {
    List<String> sent = new ArrayList<>();
    for (Optional<UserEvent> next = batch.next(); next.isPresent(); next = batch.next()) {
      sent.add(next.get().id());
    }
    return sent;
  }

  /** An event whose subject is its id's first letter. */
  private static UserEvent event(String id) {
    return failed(id, 0);
  }

  private static UserEvent failed(String id, int tries) {
    return new UserEvent(
        id, 0, "realm", id.substring(0, 1), "updated", "acme.user.updated", "{}", 0, tries);
  }
}
