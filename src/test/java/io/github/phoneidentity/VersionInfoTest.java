package io.github.phoneidentity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

class VersionInfoTest {

  private static final String CLASS_FILE =
      VersionInfo.class.getName().replace('.', '/').concat(".class");

  @Test
  void versionIsThatOfTheJarsManifest(@TempDir Path directory) throws Exception {
    Path jar = jarOfVersion(directory.resolve("extension.jar"), "1.2.3");

    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, new KeycloakAlone())) {
      assertThat(providerOf(loader).getOperationalInfo()).containsOnly(entry("1.2.3"));
    }
  }

  @Test
  void versionIsUnknownOutsideOfAJar() throws Exception {
    assertThat(providerOf(VersionInfo.class.getClassLoader()).getOperationalInfo())
        .containsOnly(entry("unknown"));
  }

  private static Map.Entry<String, String> entry(String version) {
    return Map.entry("version", version);
  }

  private static ServerInfoAwareProviderFactory providerOf(ClassLoader loader) throws Exception {
    return (ServerInfoAwareProviderFactory)
        Proxy.newProxyInstance(
            loader,
            new Class<?>[] {loader.loadClass(VersionInfo.class.getName())},
            InvocationHandler::invokeDefault);
  }

  private static Path jarOfVersion(Path jar, String version) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
    try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var classFile = VersionInfo.class.getClassLoader().getResourceAsStream(CLASS_FILE)) {
      out.putNextEntry(new JarEntry(CLASS_FILE));
      classFile.transferTo(out);
    }
    return jar;
  }

  /** Hides the classes of the build, so that they are taken from the jar. */
  private static final class KeycloakAlone extends ClassLoader {

    KeycloakAlone() {
      super(ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (name.startsWith("org.keycloak.")) {
        return VersionInfoTest.class.getClassLoader().loadClass(name);
      }
      throw new ClassNotFoundException(name);
    }
  }
}
