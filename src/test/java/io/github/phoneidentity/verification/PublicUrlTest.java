package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicUrlTest {

  @ParameterizedTest
  @CsvSource({
    "https://realm.example/auth, https://login.example.com, /, https://realm.example/auth",
    "' ', https://login.example.com/auth, /ignored, https://login.example.com/auth",
    ", http://login.example.com:8080, /, http://login.example.com:8080",
    ", login.example.com, /, https://login.example.com/",
    ", login.example.com, /auth, https://login.example.com/auth",
    "realm.example, login.example.com, /, https://login.example.com/",
    ", , /,",
    "realm.example, , /,",
    "ftp://realm.example, , /,",
    ", '', /,",
    "https://, , /,",
    "https://a b, , /,",
  })
  void realmsUrlAndThenTheServersIsKnown(
      String frontendUrl, String hostname, String path, URI url) {
    assertThat(PublicUrl.configured(frontendUrl, hostname, path))
        .isEqualTo(Optional.ofNullable(url));
  }
}
