package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextOriginTest {

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "docker, true",
    "127.0.0.1, true",
    "10.1.2.3, true",
    "192.168.1.20, true",
    "172.17.0.1, true",
    "[::1], true",
    "evil.example, false",
    "127.0.0.1.evil.example, false",
    "10.evil, false",
    "localhost.evil.example, false",
    "172.15.0.1, false",
    "8.8.8.8, false",
    "[2001:db8::1], false",
  })
  void onlyWhatIsNobodysSiteMayComeFromARequest(String host, boolean local) {
    assertThat(TextOrigin.isLocal(host)).isEqualTo(local);
  }
}
