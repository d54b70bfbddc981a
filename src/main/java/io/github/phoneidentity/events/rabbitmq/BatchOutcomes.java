package io.github.phoneidentity.events.rabbitmq;

import io.github.phoneidentity.events.jpa.UserEventStore;
import io.github.phoneidentity.events.jpa.UserEventStore.Failure;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Records the outcomes of a batch in the outbox, by one statement for all equal failures. */
record BatchOutcomes(List<Batch.Tried> tried) {

  private record Group(Failure failure, int tries) {}

  void write(UserEventStore store) {
    store.published(
        tried.stream()
            .filter(one -> one.state() == PublicationState.PUBLISHED)
            .map(one -> one.event().id())
            .toList());
    groups(PublicationState.WAITS)
        .forEach(
            (group, ids) ->
                store.failed(
                    ids,
                    group.failure(),
                    PublicationState.BACKOFF.after(
                        group.tries() + 1, RandomGenerator.getDefault())));
    groups(PublicationState.DEAD).forEach((group, ids) -> store.dead(ids, group.failure()));
  }

  private Map<Group, List<String>> groups(PublicationState state) {
    return tried.stream()
        .filter(one -> one.state() == state)
        .collect(
            Collectors.groupingBy(
                one -> new Group(one.failure(), one.event().tries()),
                Collectors.mapping(one -> one.event().id(), Collectors.toList())));
  }
}
