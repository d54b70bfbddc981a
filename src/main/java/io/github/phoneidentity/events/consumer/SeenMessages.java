package io.github.phoneidentity.events.consumer;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The ids of the messages that were handled last. A broker delivers at least once and soon repeats
 * a delivery, so that the newest ids suffice here. They are lost with the process: a consumer with
 * effects must store them in its database, in the transaction of its work.
 */
final class SeenMessages {

  private final int capacity;
  private final Set<String> ids = new LinkedHashSet<>();

  /**
   * An empty set of ids.
   *
   * @param capacity how many ids are kept
   */
  SeenMessages(int capacity) {
    this.capacity = capacity;
  }

  synchronized boolean contains(String id) {
    return ids.contains(id);
  }

  /** Adds this id, and removes the oldest one if there are too many. */
  synchronized void add(String id) {
    ids.add(id);
    if (ids.size() > capacity) {
      ids.remove(ids.iterator().next());
    }
  }
}
