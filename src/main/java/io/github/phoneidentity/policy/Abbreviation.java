package io.github.phoneidentity.policy;

/** Abbreviates typed values for messages: they are short and on one line. */
final class Abbreviation {

  private static final int LONGEST = 40;

  private Abbreviation() {}

  static String of(String typed) {
    String line = typed.replaceAll("\\p{Cntrl}", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
