package io.github.phoneidentity.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ResultsTableTest {

  private static final String PAGE =
      "# Benchmarks\n\n" + ResultsTable.BEGIN + ResultsTable.END + "\n\nMore.\n";
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 28);
  private static final LocalDate LATER = LocalDate.of(2026, 12, 24);

  private static String write(String page, Row row, Ratio ratio, LocalDate date) {
    return new ResultsTable(page).with(row, ratio, date, "2 processors");
  }

  @Test
  void resultStandsInItsRow() {
    String page = write(PAGE, Row.LOOKUP_PHONE_COLD, new Ratio(1234.4, 1200), TODAY);

    assertThat(page)
        .startsWith("# Benchmarks\n")
        .endsWith("\n\nMore.\n")
        .contains("Measured on 2 processors.")
        .contains(
            "| lookup alone by phone, user not cached | by username, by Keycloak's step |"
                + " 1,234 ms | 1,200 ms | 1.03 | ≤ 1.05 | yes | 2026-11-28 |");
    assertThat(page.lines().filter(line -> line.startsWith("| "))).hasSize(Row.values().length + 1);
  }

  @Test
  void rowStaysUntilItIsMeasuredAgain() {
    String first = write(PAGE, Row.MEMORY, new Ratio(212.5, 200), TODAY);

    String second = write(first, Row.RELAY, new Ratio(600, 1000), LATER);
    String third = write(second, Row.MEMORY, new Ratio(205.5, 200), LATER);

    assertThat(second)
        .contains("| 213 MB | 200 MB | 1.06 | ≤ +10 MB | no: ")
        .contains("| 600 /s | 1,000 /s | 0.60 | ≥ 0.50 | yes | 2026-12-24 |");
    assertThat(third)
        .contains("| 206 MB | 200 MB | 1.03 | ≤ +10 MB | yes | 2026-12-24 |")
        .doesNotContain("213 MB");
  }

  @Test
  void rowThatWasNeverMeasuredSaysSo() {
    String page = write(PAGE, Row.RELAY, new Ratio(1, 1), TODAY);

    assertThat(page)
        .contains("| – | – | – | ≤ 1.01 | not measured yet | – |")
        .contains("| ≤ 1.20 | not measured: ");
  }

  @Test
  void pageWithoutAPlaceForThemIsRefused() {
    ResultsTable table = new ResultsTable("# Benchmarks\n");

    assertThatThrownBy(() -> table.with(Row.RELAY, new Ratio(1, 1), TODAY, ""))
        .isInstanceOf(IllegalStateException.class);
  }
}
