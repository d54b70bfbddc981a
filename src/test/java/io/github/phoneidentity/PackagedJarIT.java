package io.github.phoneidentity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.BuildOutput;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jboss.jandex.Index;
import org.jboss.jandex.IndexReader;
import org.junit.jupiter.api.Test;

/** What the one jar holds, and what it leaves to the server. */
class PackagedJarIT {

  private static final List<String> RESOURCES =
      List.of("META-INF/", "theme/", "theme-resources/", "io/github/phoneidentity/");

  @Test
  void everyClassIsOursOrRelocated() throws IOException {
    assertThat(entries())
        .filteredOn(name -> name.endsWith(".class"))
        .isNotEmpty()
        .allMatch(name -> name.startsWith("io/github/phoneidentity/"));
  }

  @Test
  void nothingLiesOutsideTheFoldersThatKeycloakReads() throws IOException {
    assertThat(entries())
        .filteredOn(name -> RESOURCES.stream().noneMatch(name::startsWith))
        .allMatch(name -> name.endsWith("/"), "only folders on the way there");
    assertThat(entries()).noneMatch(name -> name.startsWith("META-INF/maven/"));
  }

  @Test
  void everyRegisteredProviderIsInTheJar() throws IOException {
    try (JarFile jar = jar()) {
      List<String> services =
          jar.stream()
              .map(ZipEntry::getName)
              .filter(name -> name.matches("META-INF/services/.+"))
              .toList();
      assertThat(services).isNotEmpty();
      for (String service : services) {
        assertThat(lines(jar, service))
            .as(service)
            .isNotEmpty()
            .allMatch(name -> jar.getEntry(name.replace('.', '/') + ".class") != null);
      }
    }
  }

  @Test
  void entitiesAreInTheIndexThatKeycloakReads() throws IOException {
    try (JarFile jar = jar()) {
      Index index = new IndexReader(jar.getInputStream(jar.getEntry("META-INF/jandex.idx"))).read();
      assertThat(index.getAnnotations("jakarta.persistence.Entity")).isNotEmpty();
    }
  }

  @Test
  void themePagesAreInTheThemeAndAmongTheThemeResources() throws IOException {
    List<String> pages = names("theme/phone-identity/login/", ".ftl");
    assertThat(pages).isNotEmpty();
    // Other pages than our own would replace those of every theme.
    List<String> ours = pages.stream().filter(page -> page.startsWith("phone-identity-")).toList();
    assertThat(names("theme-resources/templates/", ".ftl"))
        .containsExactlyInAnyOrderElementsOf(ours);
    for (String folder : List.of("html/", "text/")) {
      assertThat(names("theme-resources/templates/" + folder, ".ftl"))
          .isNotEmpty()
          .isEqualTo(names("theme/phone-identity/email/" + folder, ".ftl"));
    }
    assertThat(names("theme-resources/messages/", ".properties"))
        .containsExactlyInAnyOrderElementsOf(
            names("theme/phone-identity/login/messages/", ".properties"));
    assertThat(entries()).contains("META-INF/keycloak-themes.json");
  }

  @Test
  void scriptsOfLibrariesAreAmongTheThemeResourcesOnce() throws IOException {
    assertThat(entries())
        .filteredOn(name -> name.contains("intl-tel-input") && !name.endsWith("/"))
        .containsExactlyInAnyOrder(
            "theme-resources/resources/js/intl-tel-input/data.min.js",
            "theme-resources/resources/js/intl-tel-input/utils.js");
  }

  @Test
  void jarIsSmallerThanThreeMegabytes() {
    assertThat(BuildOutput.jar().toFile().length()).isLessThan(3 * 1024 * 1024);
  }

  @Test
  void bundledLibrariesAreNamedWithTheirLicences() throws IOException {
    try (JarFile jar = jar()) {
      byte[] notice = jar.getInputStream(jar.getEntry("META-INF/NOTICE")).readAllBytes();
      assertThat(new String(notice, "UTF-8"))
          .contains("libphonenumber", "amqp-client", "slf4j-api", "Permission is hereby granted")
          .contains("intl-tel-input", "Jack O'Connor");
    }
  }

  @Test
  void bundledAmqpClientKnowsItsVersionAndLogsToTheServersLog() throws Exception {
    try (URLClassLoader loader = jarAlone()) {
      Class<?> version =
          loader.loadClass("io.github.phoneidentity.shaded.rabbitmq.client.impl.ClientVersion");
      assertThat(version.getField("VERSION").get(null)).asString().matches("5\\.\\d+\\.\\d+");
      Object factory =
          loader
              .loadClass("io.github.phoneidentity.shaded.slf4j.LoggerFactory")
              .getMethod("getILoggerFactory")
              .invoke(null);
      assertThat(factory.getClass().getSimpleName()).isEqualTo("JDK14LoggerFactory");
    }
  }

  @Test
  void relocatedLibraryFindsItsOwnData() throws Exception {
    try (URLClassLoader loader = jarAlone()) {
      Method parse =
          loader
              .loadClass("io.github.phoneidentity.phone.PhoneNumberParser")
              .getMethod("parse", String.class, String.class);
      Object number = ((Optional<?>) parse.invoke(null, "010-2345-6789", "KR")).orElseThrow();
      assertThat(number.getClass().getMethod("e164").invoke(number)).isEqualTo("+821023456789");
    }
  }

  @Test
  void composeFileRunsThisJarOnThisKeycloak() throws IOException {
    assertThat(Path.of("docker-compose.yml"))
        .content()
        .contains("source: ./target/" + BuildOutput.jar().getFileName() + "\n")
        .contains("quay.io/keycloak/keycloak:" + BuildOutput.keycloakVersion() + "\n");
  }

  private static URLClassLoader jarAlone() throws IOException {
    URL[] jar = {BuildOutput.jar().toUri().toURL()};
    return new URLClassLoader(jar, ClassLoader.getPlatformClassLoader());
  }

  private static List<String> names(String folder, String extension) throws IOException {
    return entries().stream()
        .filter(name -> name.startsWith(folder) && name.endsWith(extension))
        .map(name -> name.substring(folder.length()))
        .filter(name -> !name.contains("/"))
        .toList();
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = jar()) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }

  private static List<String> lines(JarFile jar, String entry) throws IOException {
    return new String(jar.getInputStream(jar.getEntry(entry)).readAllBytes(), "UTF-8")
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static JarFile jar() throws IOException {
    return new JarFile(BuildOutput.jar().toFile());
  }
}
