package io.github.phoneidentity.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.phoneidentity.sms.SmsGatewayFactory;
import io.github.phoneidentity.testing.thirdparty.AttributeResource;
import io.github.phoneidentity.testing.thirdparty.AttributeResourceFactory;
import io.github.phoneidentity.testing.thirdparty.CompanySmsGateway;
import io.github.phoneidentity.testing.thirdparty.InstantSmsGateway;
import io.github.phoneidentity.testing.thirdparty.OverlappingRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.jboss.jandex.IndexWriter;
import org.jboss.jandex.Indexer;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/** The provider jar of somebody else, made of the test classes; always the same bytes. */
final class ThirdPartyJar {

  /**
   * The theme {@code third-party}, whose layouts of e-mails and of login pages are its own, and the
   * email theme {@code needs-user}, whose layout names the user.
   */
  private static final Map<String, String> THEMES =
      new TreeMap<>(
          Map.of(
              "META-INF/keycloak-themes.json",
              """
              {"themes": [{"name": "third-party", "types": ["email", "login"]},
                          {"name": "needs-user", "types": ["email"]}]}
              """,
              "theme/needs-user/email/theme.properties",
              "parent=base\n",
              "theme/needs-user/email/html/template.ftl",
              """
              <#macro emailLayout><p>${user.firstName}</p><#nested></#macro>
              """,
              "theme/third-party/email/theme.properties",
              "parent=base\n",
              "theme/third-party/email/html/template.ftl",
              """
              <#macro emailLayout>
              <html lang="${locale.language}">
              <body><h1>Third party</h1><#nested></body>
              </html>
              </#macro>
              """,
              "theme/third-party/login/theme.properties",
              "parent=base\n",
              "theme/third-party/login/template.ftl",
              """
              <#macro registrationLayout displayInfo=false displayMessage=true other...>
              <!DOCTYPE html>
              <html lang="${lang}">
              <head><title>${title!}</title><link rel="icon" href="data:,"></head>
              <body>
              <h1 id="kc-page-title"><#nested "header"></h1>
              <#if displayMessage && message?has_content><p>${message.summary}</p></#if>
              <#nested "form">
              <#nested "info">
              </body>
              </html>
              </#macro>
              """));

  private ThirdPartyJar() {}

  /** Writes it into the build directory. */
  static synchronized Path write() {
    Path jar = BuildOutput.target().resolve("third-party.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> file : files().entrySet()) {
        JarEntry entry = new JarEntry(file.getKey());
        entry.setTime(0);
        out.putNextEntry(entry);
        out.write(file.getValue());
        out.closeEntry();
      }
      return jar;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    THEMES.forEach((file, text) -> files.put(file, text.getBytes(UTF_8)));
    files.put(
        "META-INF/services/" + RealmResourceProviderFactory.class.getName(),
        AttributeResourceFactory.class.getName().getBytes(UTF_8));
    files.put(
        "META-INF/services/" + AuthenticatorFactory.class.getName(),
        OverlappingRequest.class.getName().getBytes(UTF_8));
    files.put(
        "META-INF/services/" + SmsGatewayFactory.class.getName(),
        (CompanySmsGateway.class.getName() + "\n" + InstantSmsGateway.class.getName())
            .getBytes(UTF_8));
    Indexer indexer = new Indexer();
    String provider = AttributeResourceFactory.class.getName() + "$1";
    for (String type :
        List.of(
            AttributeResource.class.getName(),
            AttributeResourceFactory.class.getName(),
            CompanySmsGateway.class.getName(),
            InstantSmsGateway.class.getName(),
            OverlappingRequest.class.getName(),
            provider)) {
      String file = type.replace('.', '/') + ".class";
      try (InputStream in = ThirdPartyJar.class.getResourceAsStream("/" + file)) {
        files.put(file, in.readAllBytes());
      }
      indexer.index(new ByteArrayInputStream(files.get(file)));
    }
    ByteArrayOutputStream index = new ByteArrayOutputStream();
    new IndexWriter(index).write(indexer.complete());
    files.put("META-INF/jandex.idx", index.toByteArray());
    return files;
  }
}
