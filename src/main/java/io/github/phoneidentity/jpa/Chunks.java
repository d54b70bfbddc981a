package io.github.phoneidentity.jpa;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Splits a collection into chunks of at most 1000 elements, which fit into the parameters of one
 * SQL statement.
 */
public final class Chunks {

  private static final int SIZE = 1000;

  private Chunks() {}

  /** The chunks, in the order of the collection. */
  public static <T> Stream<List<T>> of(Collection<T> all) {
    List<T> list = new ArrayList<>(all);
    int count = (list.size() + SIZE - 1) / SIZE;
    return IntStream.range(0, count)
        .mapToObj(i -> list.subList(i * SIZE, Math.min((i + 1) * SIZE, list.size())));
  }
}
