package io.github.phoneidentity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code mvn -Pdev} runs from its sources, which Maven does not compile. */
class DevSourcesTest {

  @TempDir private Path classes;

  @Test
  void serverIsCompiledWithTheJdkAlone() {
    assertThat(compile("DevServer", "")).isZero();
  }

  @Test
  void brokerIsCompiledWithTheClassPathOfTheTests() {
    assertThat(compile("DevBroker", System.getProperty("java.class.path"))).isZero();
  }

  private int compile(String source, String classPath) {
    return ToolProvider.getSystemJavaCompiler()
        .run(
            null,
            null,
            null,
            "-d",
            classes.toString(),
            "-classpath",
            classPath,
            Path.of("src", "dev", "java", source + ".java").toString());
  }
}
