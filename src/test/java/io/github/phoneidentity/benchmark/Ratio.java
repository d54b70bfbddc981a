package io.github.phoneidentity.benchmark;

/**
 * Two medians of one run, in the same unit.
 *
 * @param measured the median of what is measured
 * @param against the median of what it is compared with
 */
public record Ratio(double measured, double against) {

  /** How many times the other median the first one is. */
  public double value() {
    return measured / against;
  }
}
