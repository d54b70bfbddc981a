package io.github.phoneidentity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every cell of the tables <em>entrances × rules</em> in docs/security.md names tests that exist.
 */
class SecurityTableTest {

  private static final Pattern REFERENCE = Pattern.compile("\\[([a-z]+[0-9]+)]");
  private static final Pattern ENTRY = Pattern.compile("(?m)^- ([a-z]+[0-9]+): (.+)$");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:IT|Test))\\.(\\w+)`");

  private final String section =
      read(Path.of("docs/security.md"))
          .replaceFirst("(?s)^.*?\n## Entrances and rules\n", "")
          .replaceFirst("(?s)\n## .*$", "");

  @Test
  void everyCellNamesATest() {
    List<String[]> rows =
        section
            .lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| entrance |"))
            .map(line -> line.substring(2, line.length() - 1).split("\\|"))
            .toList();
    assertThat(rows).hasSizeGreaterThan(20);
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(Arrays.stream(row).skip(1).map(String::strip))
                    .as("the row of %s", row[0])
                    .allMatch(cell -> cell.equals("–") || REFERENCE.matcher(cell).find()));
  }

  @Test
  void everyReferenceIsExplainedAndUsed() {
    Map<String, String> entries =
        ENTRY
            .matcher(section)
            .results()
            .collect(Collectors.toMap(entry -> entry.group(1), entry -> entry.group(2)));
    Set<String> used =
        REFERENCE
            .matcher(section)
            .results()
            .map(reference -> reference.group(1))
            .collect(Collectors.toSet());

    assertThat(entries.keySet()).isEqualTo(used);
    assertThat(entries.values()).allMatch(tests -> TEST.matcher(tests).find());
  }

  @Test
  void everyTestThatTheDocumentNamesExists() {
    List<MatchResult> named = TEST.matcher(read(Path.of("docs/security.md"))).results().toList();

    assertThat(named).hasSizeGreaterThan(20);
    assertThat(named)
        .allSatisfy(
            test ->
                assertThat(source(test.group(1)))
                    .as(test.group())
                    .containsPattern("void " + test.group(2) + "\\("));
  }

  private static String source(String testClass) {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      return files
          .filter(file -> file.endsWith(testClass + ".java"))
          .map(SecurityTableTest::read)
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
