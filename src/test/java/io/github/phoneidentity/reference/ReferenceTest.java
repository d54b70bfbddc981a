package io.github.phoneidentity.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.provider.ProviderConfigProperty;

/** The reference says what the code says. With {@code -Dreference.write=true} it is rewritten. */
class ReferenceTest {

  private static final Path PAGE = Path.of("docs/reference.md");
  private static final Pattern METER = Pattern.compile("\"(phone\\.identity\\.[a-z.]+)\"");

  @Test
  void pageSaysWhatTheCodeSays() throws IOException {
    String page = ReferencePage.text();
    if (Boolean.getBoolean("reference.write")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .as("docs/reference.md differs from the code. Rewrite it with: %s", ReferencePage.COMMAND)
        .hasContent(page);
  }

  @Test
  void everyServerOptionAndKeyIsExplained() {
    Stream.of(
            ServerOption.all().map(ServerOption::property),
            ShippedProvider.all().flatMap(ShippedProvider::configKeys))
        .flatMap(properties -> properties)
        .map(ProviderConfigProperty::getHelpText)
        .forEach(help -> assertThat(help).isNotBlank().endsWith("."));
  }

  @Test
  void everyMeterIsListed() throws IOException {
    Set<String> listed = new TreeSet<>();
    RecordedMeters.all().map(Meter.Id::getName).forEach(listed::add);

    assertThat(listed).isEqualTo(metersInSources());
  }

  private static Set<String> metersInSources() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        METER.matcher(Files.readString(file)).results().forEach(found -> names.add(found.group(1)));
      }
    }
    return names;
  }
}
