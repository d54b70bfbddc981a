package io.github.phoneidentity.verification;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Knows what was already logged on this node. It forgets the oldest of very many. */
final class FirstTime {

  private static final int MOST_REMEMBERED = 10_000;

  private final Set<String> known =
      Collections.newSetFromMap(
          Collections.synchronizedMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > MOST_REMEMBERED;
                }
              }));

  /** Whether these parts, none of which has a space, come together for the first time. */
  boolean of(String... parts) {
    return known.add(String.join(" ", parts));
  }
}
