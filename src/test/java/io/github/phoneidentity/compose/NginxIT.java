package io.github.phoneidentity.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.NginxContainer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What nginx asks the other node, when one breaks a request off or is not there. */
class NginxIT {

  private final FakeNode one = FakeNode.start();
  private final FakeNode other = FakeNode.start();
  private final NginxContainer nginx = NginxContainer.inFrontOf(one.port(), other.port());

  @AfterEach
  void stop() throws IOException {
    nginx.close();
    one.close();
    other.close();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /realms/demo/account, 3",
    "PUT, /admin/realms/demo/users/1, 3",
    "DELETE, /admin/realms/demo/users/1, 3",
    "POST, /realms/demo/phone-identity/verifications, 1",
    "PUT, /admin/realms/demo/users/1/execute-actions-email, 1",
    "PUT, /admin/realms/demo/users/1/send-verify-email, 1",
    "PUT, /admin/realms/demo/users/1/reset-password, 1",
    "PUT, /admin/realms/demo/users/1/reset-password/?a=b, 1",
    "PUT, /realms/demo/phone-identity/password, 1"
  })
  void onlyWhatCanBeRepeatedIs(String method, String path, int times) {
    int status = send(method, path);

    assertThat(status).isEqualTo(502);
    assertThat(one.requests() + other.requests()).isEqualTo(times);
  }

  @Test
  void whatANodeHasNotTakenGoesToTheOtherWhateverItIs() throws IOException {
    other.answer();
    one.close();

    for (int i = 0; i < 4; i++) {
      assertThat(send("POST", "/realms/demo/phone-identity/verifications")).isEqualTo(200);
      assertThat(send("PUT", "/admin/realms/demo/users/1/execute-actions-email")).isEqualTo(200);
    }
  }

  /** nginx has seen it down a moment ago, and would ask it again in some seconds only. */
  @Test
  void nodeThatIsBackIsAskedAtOnceWhenTheOtherGoes() throws IOException {
    one.answer();
    other.close();
    for (int i = 0; i < 4; i++) {
      assertThat(send("GET", "/realms/demo/account")).isEqualTo(200);
    }

    try (FakeNode back = FakeNode.startAt(other.port())) {
      back.answer();
      one.close();
      for (int i = 0; i < 4; i++) {
        assertThat(send("GET", "/realms/demo/account")).isEqualTo(200);
        assertThat(send("POST", "/realms/demo/phone-identity/verifications")).isEqualTo(200);
      }
    }
  }

  @Test
  void logHasNoSecretsOfTheAddress() {
    one.answer();
    other.answer();

    send("PUT", "/realms/demo/phone-identity/verifications/4f1c");
    send("POST", "/realms/demo/phone-identity/verifications/5e2d/resend?code=123456");

    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(nginx.log())
                    .contains("PUT /realms/demo/phone-identity/verifications/***\"")
                    .contains("POST /realms/demo/phone-identity/verifications/***/resend\"")
                    .doesNotContain("4f1c", "5e2d", "123456"));
  }

  private int send(String method, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(nginx.url() + path))
            .timeout(Duration.ofSeconds(20))
            .method(
                method,
                method.startsWith("P") ? BodyPublishers.ofString("[]") : BodyPublishers.noBody())
            .build();
    try {
      return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
