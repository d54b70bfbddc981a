package io.github.phoneidentity.events.rabbitmq;

import io.github.phoneidentity.events.jpa.UserEventStore;
import io.github.phoneidentity.events.jpa.UserEventStore.Failure;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Records the outcomes of a batch in the outbox, by one statement for all equal failures. */
record Settlement(List<Batch.Tried> tried) {

  private record Alike(Failure failure, int tries) {}

  void write(UserEventStore store) {
    store.published(
        tried.stream()
            .filter(one -> one.fate() == Fate.PUBLISHED)
            .map(one -> one.event().id())
            .toList());
    alike(Fate.WAITS)
        .forEach(
            (alike, ids) ->
                store.failed(
                    ids,
                    alike.failure(),
                    Fate.BACKOFF.after(alike.tries() + 1, RandomGenerator.getDefault())));
    alike(Fate.DEAD).forEach((alike, ids) -> store.dead(ids, alike.failure()));
  }

  private Map<Alike, List<String>> alike(Fate fate) {
    return tried.stream()
        .filter(one -> one.fate() == fate)
        .collect(
            Collectors.groupingBy(
                one -> new Alike(one.failure(), one.event().tries()),
                Collectors.mapping(one -> one.event().id(), Collectors.toList())));
  }
}
