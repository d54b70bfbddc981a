package io.github.phoneidentity.benchmark;

import java.util.Locale;

/** How large the realms of the benchmarks are. */
public final class Sizes {

  /** Users of the large realm: {@code -Dbenchmark.users=}. */
  public static final int USERS = Integer.getInteger("benchmark.users", 1_000_000);

  /** Users of the realm that is adopted: {@code -Dbenchmark.adopted=}. */
  public static final int ADOPTED = Integer.getInteger("benchmark.adopted", 100_000);

  /** Users of the realm that is imported: {@code -Dbenchmark.imported=}. */
  public static final int IMPORTED = Integer.getInteger("benchmark.imported", 10_000);

  private Sizes() {}

  static String text(int users) {
    return String.format(Locale.ROOT, "%,d users", users);
  }
}
