package io.github.phoneidentity.events.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.events.jpa.OutboxEvent;
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
    assertThat(batch.tried())
        .extracting(Batch.Tried::state)
        .containsOnly(PublicationState.PUBLISHED)
        .hasSize(4);
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
  void eventThatCostAChannelBeforeGoesAloneAndLast() {
    Batch batch = new Batch(List.of(suspect("a1", 1), event("b1"), suspect("c1", 4)), WINDOW);

    assertThat(sent(batch)).containsExactly("b1");
    batch.answer("b1", Outcome.CONFIRMED, "");
    assertThat(sent(batch)).containsExactly("a1");
    batch.answer("a1", Outcome.CONFIRMED, "");
    assertThat(sent(batch)).containsExactly("c1");
    batch.channelClosed(Outcome.OFFENDED, "too large");
    assertThat(batch.tried())
        .last()
        .satisfies(
            tried -> {
              assertThat(tried.alone()).isTrue();
              assertThat(tried.state()).isEqualTo(PublicationState.DEAD);
            });
  }

  @Test
  void eventThatWasReturnedBeforeGoesWithTheOthers() {
    Batch batch = new Batch(List.of(event("a1"), tried("b1", 7, 0, false)), WINDOW);

    assertThat(sent(batch)).containsExactly("a1", "b1");
  }

  @Test
  void whatWasOnItsWayGoesAgainOneByOneWhenTheChannelIsClosedOverOneOfThem() {
    Batch batch = new Batch(List.of(event("a1"), event("b1"), event("b2"), event("c1")), WINDOW);

    assertThat(sent(batch)).containsExactly("a1", "b1", "c1");
    batch.channelClosed(Outcome.OFFENDED, "too large");
    assertThat(batch.tried()).isEmpty();
    assertThat(sent(batch)).containsExactly("a1");
    batch.answer("a1", Outcome.CONFIRMED, "");
    assertThat(sent(batch)).containsExactly("b1");
    batch.channelClosed(Outcome.OFFENDED, "too large");
    assertThat(sent(batch)).containsExactly("c1");
    batch.answer("c1", Outcome.CONFIRMED, "");
    assertThat(batch.isUnfinished()).isFalse();
    assertThat(batch.tried())
        .extracting(tried -> tried.event().id() + " " + tried.state())
        .containsExactly("a1 PUBLISHED", "b1 WAITS", "c1 PUBLISHED");
  }

  @Test
  void forbiddenRoutingKeyCostsOneChannel() {
    OutboxEvent other =
        new OutboxEvent(
            "d1", 0, "realm", "d", "updated", "other.user.updated", "{}", 0, 0, 0, false);
    Batch batch = new Batch(List.of(event("a1"), event("b1"), other, event("c1")), WINDOW);

    sent(batch);
    batch.channelClosed(Outcome.FORBIDDEN, "no permission");
    assertThat(sent(batch)).containsExactly("c1");
    batch.channelClosed(Outcome.FORBIDDEN, "no permission");
    assertThat(sent(batch)).containsExactly("d1");
    batch.answer("d1", Outcome.CONFIRMED, "");
    assertThat(sent(batch)).isEmpty();
    assertThat(batch.isUnfinished()).isFalse();
    assertThat(batch.tried())
        .extracting(tried -> tried.event().id() + " " + tried.outcome())
        .containsExactlyInAnyOrder("c1 FORBIDDEN", "a1 FORBIDDEN", "b1 FORBIDDEN", "d1 CONFIRMED");
  }

  @Test
  void nobodyIsToBlameWhenTheConnectionEndsOverOneOfSeveral() {
    Batch batch = new Batch(List.of(event("a1"), event("b1"), event("b2")), WINDOW);

    sent(batch);
    batch.answerAll(Outcome.OFFENDED, "too large");
    assertThat(batch.isUnfinished()).isFalse();
    assertThat(batch.tried())
        .hasSize(2)
        .allSatisfy(
            tried -> {
              assertThat(tried.state()).isEqualTo(PublicationState.WAITS);
              assertThat(tried.failure().alone()).isTrue();
              assertThat(tried.failure().offence()).isFalse();
            });
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
    for (Optional<OutboxEvent> next = batch.next(); next.isPresent(); next = batch.next()) {
      sent.add(next.get().id());
    }
    return sent;
  }

  /** An event whose subject is its id's first letter. */
  private static OutboxEvent event(String id) {
    return tried(id, 0, 0, false);
  }

  private static OutboxEvent suspect(String id, int offences) {
    return tried(id, offences, offences, true);
  }

  private static OutboxEvent tried(String id, int tries, int offences, boolean alone) {
    String subject = id.substring(0, 1);
    return new OutboxEvent(
        id, 0, "realm", subject, "updated", "acme.user.updated", "{}", 0, tries, offences, alone);
  }
}
