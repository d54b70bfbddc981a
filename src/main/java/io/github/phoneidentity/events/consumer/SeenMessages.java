package io.github.phoneidentity.events.consumer;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ids of the last messages that were handled. A broker delivers at least once; what comes again
 * comes soon, so that the newest ids are enough here. They are gone with the process: a consumer
 * with work to do keeps them in its database, in the transaction of that work.
 */
final class SeenMessages {

  private final int capacity;
  private final Set<String> ids = new LinkedHashSet<>();

  /**
   * @param capacity how many are remembered
   */
  SeenMessages(int capacity) {
    this.capacity = capacity;
  }

  synchronized boolean contains(String id) {
    return ids.contains(id);
  }

  /** Remembers this id and forgets the oldest where there are too many. */
  synchronized void add(String id) {
    ids.add(id);
    if (ids.size() > capacity) {
      ids.remove(ids.iterator().next());
    }
  }
}
