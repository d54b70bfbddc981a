package io.github.phoneidentity.benchmark;

import java.util.Locale;
import java.util.function.Predicate;

/**
 * What a row should be.
 *
 * @param text as the table shows it
 * @param met whether a result meets it
 */
record Target(String text, Predicate<Ratio> met) {

  /** No result is too high or too low. */
  static final Target NONE = new Target("–", ratio -> true);

  static Target atMost(double limit) {
    return new Target("≤ " + number(limit), ratio -> ratio.value() <= limit);
  }

  static Target atLeast(double limit) {
    return new Target("≥ " + number(limit), ratio -> ratio.value() >= limit);
  }

  /** A difference instead of a ratio. */
  static Target atMostMore(double limit, String unit) {
    return new Target(
        "≤ +" + Math.round(limit) + " " + unit,
        ratio -> ratio.measured() - ratio.against() <= limit);
  }

  /** What a test asserts, so that no figure is asked for. */
  static Target asserted(String text) {
    return new Target(text, ratio -> true);
  }

  private static String number(double limit) {
    return String.format(Locale.ROOT, "%.2f", limit);
  }
}
