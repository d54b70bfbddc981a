package io.github.phoneidentity.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Changelog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Databases of a released version have applied its change sets, so that none may be edited. The id
 * of a change set begins with the version that has added it.
 */
class ReleasedChangelogTest {

  private static final Path PINNED = Path.of("src/test/resources/released-changelog.properties");
  private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

  @Test
  void everyReleasedChangeSetIsPinnedAndIsNotEdited() throws Exception {
    assertThat(notAsPinned(pinned(), version()))
        .as("change sets that differ from %s, with their checksums", PINNED)
        .isEmpty();
  }

  @Test
  void changeSetsMustBePinnedFromTheirReleaseOn() throws Exception {
    Map<String, String> all = Changelog.checksums();

    assertThat(notAsPinned(Map.of(), "0.1.0-SNAPSHOT")).isEmpty();
    assertThat(notAsPinned(Map.of(), "0.1.0")).containsAllEntriesOf(all);
    assertThat(notAsPinned(Map.of(), "0.2.0-SNAPSHOT")).containsAllEntriesOf(all);
    assertThat(notAsPinned(all, "0.2.0-SNAPSHOT")).isEmpty();
  }

  @Test
  void editedOrRemovedChangeSetIsFound() throws Exception {
    assertThat(notAsPinned(Map.of("0.1.0", "9:0", "0.0.1", "9:1"), "0.1.0-SNAPSHOT"))
        .containsOnlyKeys("0.0.1", "0.1.0");
  }

  /** The change sets that were released and are not as pinned, with what they are now. */
  private static Map<String, String> notAsPinned(Map<String, String> pinned, String version)
      throws Exception {
    Map<String, String> now = Changelog.checksums();
    Map<String, String> wrong = new TreeMap<>();
    now.forEach(
        (id, checksum) -> {
          boolean released = !version.equals(id.split("-", 2)[0] + "-SNAPSHOT");
          if ((released || pinned.containsKey(id)) && !checksum.equals(pinned.get(id))) {
            wrong.put(id, checksum);
          }
        });
    pinned.keySet().stream()
        .filter(id -> !now.containsKey(id))
        .forEach(id -> wrong.put(id, "removed"));
    return wrong;
  }

  private static Map<String, String> pinned() throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(PINNED)) {
      properties.load(reader);
    }
    Map<String, String> pinned = new TreeMap<>();
    properties.stringPropertyNames().forEach(id -> pinned.put(id, properties.getProperty(id)));
    return pinned;
  }

  private static String version() throws IOException {
    Matcher version = VERSION.matcher(Files.readString(Path.of("pom.xml")));
    assertThat(version.find()).isTrue();
    return version.group(1);
  }
}
