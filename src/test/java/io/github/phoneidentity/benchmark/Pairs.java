package io.github.phoneidentity.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures two sides alternately and compares their medians: a machine that is busy for a while is
 * so for both.
 */
public final class Pairs {

  /** How many pairs a row has whose measurement takes milliseconds. */
  public static final int MANY = Integer.getInteger("benchmark.pairs", 60);

  /** After it no other pair begins. */
  private static final Duration LONGEST = Duration.ofMinutes(3);

  private Pairs() {}

  /** One side of a comparison. */
  @FunctionalInterface
  public interface Side {

    /** Measures once, in the unit of the row. */
    double measure() throws Exception;
  }

  /** What is timed. */
  @FunctionalInterface
  public interface Task {

    void run() throws Exception;
  }

  /** How many milliseconds {@code task} takes. */
  public static double millis(Task task) throws Exception {
    long begun = System.nanoTime();
    task.run();
    return (System.nanoTime() - begun) / 1e6;
  }

  /**
   * Measures both sides {@code warmUp} times for nothing and then {@code pairs} times, each side
   * first in every other pair.
   *
   * @return the medians; of fewer pairs if they take too long
   */
  public static Ratio of(int warmUp, int pairs, Side measured, Side against) throws Exception {
    for (int i = 0; i < warmUp; i++) {
      measured.measure();
      against.measure();
    }
    List<Double> ofMeasured = new ArrayList<>();
    List<Double> ofAgainst = new ArrayList<>();
    long begun = System.nanoTime();
    for (int pair = 0; pair < pairs; pair++) {
      if (pair % 2 == 0) {
        ofMeasured.add(measured.measure());
        ofAgainst.add(against.measure());
      } else {
        ofAgainst.add(against.measure());
        ofMeasured.add(measured.measure());
      }
      if (System.nanoTime() - begun > LONGEST.toNanos()) {
        break;
      }
    }
    return new Ratio(median(ofMeasured), median(ofAgainst));
  }

  /** The middle value, or the mean of the two in the middle. */
  static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
