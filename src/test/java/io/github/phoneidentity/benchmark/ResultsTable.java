package io.github.phoneidentity.benchmark;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The page with the table of results. A row that was measured once stays until it is measured
 * again.
 *
 * @param page the text of the page
 */
record ResultsTable(String page) {

  static final String BEGIN = "<!-- results: mvn -Pbenchmark writes what follows -->\n";
  static final String END = "<!-- end of the results -->";

  private static final String HEAD =
      """
      | what | against | measured | against it | ratio | target | met | date |
      |---|---|---|---|---|---|---|---|
      """;
  private static final int MEASURED = 2;
  private static final int AGAINST = 3;
  private static final int RATIO = 4;
  private static final int DATE = 7;

  /** The page with this result in it. */
  String with(Row measured, Ratio ratio, LocalDate date, String environment) {
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    if (from < BEGIN.length() || to < from) {
      throw new IllegalStateException("The page has no place for the results");
    }
    Map<String, List<String>> known = known(page.substring(from, to));
    String lines =
        Stream.of(Row.values())
            .map(row -> row == measured ? line(row, ratio, date) : line(row, known.get(row.what())))
            .collect(Collectors.joining("\n"));
    String table = "\nMeasured on " + environment + ".\n\n" + HEAD + lines + "\n\n";
    return page.substring(0, from) + table + page.substring(to);
  }

  /** The cells of each line by the first one. */
  private static Map<String, List<String>> known(String table) {
    Map<String, List<String>> known = new HashMap<>();
    table
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> List.of(line.substring(2).split(" *\\| *", -1)))
        .forEach(cells -> known.put(cells.get(0), cells));
    return known;
  }

  private static String line(Row row, Ratio ratio, LocalDate date) {
    return line(
        row,
        amount(ratio.measured(), row),
        amount(ratio.against(), row),
        String.format(Locale.ROOT, "%.2f", ratio.value()),
        row.verdict(ratio),
        date.toString());
  }

  /** A line whose figures are on the page, with the target and the reason of today. */
  private static String line(Row row, List<String> known) {
    if (known == null || !known.get(RATIO).matches("[\\d.]+")) {
      return line(row, "–", "–", "–", row.notMeasured(), "–");
    }
    Ratio ratio = new Ratio(number(known.get(MEASURED)), number(known.get(AGAINST)));
    return line(
        row,
        known.get(MEASURED),
        known.get(AGAINST),
        known.get(RATIO),
        row.verdict(ratio),
        known.get(DATE));
  }

  private static String line(
      Row row, String measured, String against, String ratio, String verdict, String date) {
    return "| "
        + String.join(
            " | ",
            row.what(),
            row.against(),
            measured,
            against,
            ratio,
            row.target().text(),
            verdict,
            date)
        + " |";
  }

  /** Three or more digits, and the unit. */
  private static String amount(double value, Row row) {
    int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + decimals + "f %s", value, row.unit());
  }

  private static double number(String amount) {
    return Double.parseDouble(amount.replaceFirst(" .*", "").replace(",", ""));
  }
}
