package io.github.phoneidentity.sms.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.SmsMessage;
import io.github.phoneidentity.sms.client.GatewayOptions;
import io.github.phoneidentity.testing.HttpRecipe;
import io.github.phoneidentity.testing.KannelServer;
import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestMessage;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.Unique;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The recipe for Kannel with Kannel itself, the text read at its SMS centre; {@code mvn verify
 * -Pkannel} runs it.
 */
class KannelIT {

  private static final Pattern CODE = Pattern.compile("#(\\d{6,8})\\b");

  private static final KeycloakServer SERVER = KeycloakServer.shared();
  @AutoClose private static final TestRealm REALM = TestRealm.create();

  @TempDir private static Path directory;
  private static KannelServer kannel;
  private static HttpRecipe recipe;

  private final String phone = Unique.phone();

  @BeforeAll
  static void start() {
    kannel = KannelServer.start(directory);
    recipe =
        HttpRecipe.of("Kannel")
            .at(kannel.url())
            .with("USERNAME", KannelServer.USERNAME)
            .with("PASSWORD", KannelServer.PASSWORD)
            .with("SENDER", KannelServer.SENDER);
    SERVER.nodes().forEach(KeycloakServer::stop);
    SERVER.restartWith(recipe.arguments());
  }

  @AfterAll
  static void stop() {
    kannel.close();
    SERVER.restart();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[데모] 인증번호 135790 \"코드\" & 100%+1=2 \\ <{id}>\n@login.example.com #135790",
        "デモ：135790 は確認コードです。\n@login.example.com #135790",
        "Demo: 135790 is your code é ñ €.\n@login.example.com #135790",
        "😀 135790"
      })
  void textsOfEveryScriptArriveWhole(String text) {
    assertThat(send(recipe, TestMessage.to(phone, text))).isEqualTo(SendResult.ACCEPTED);

    assertThat(kannel.awaitText(phone))
        .isEqualTo(new KannelServer.Text(KannelServer.SENDER, phone, "ucs-2", text));
  }

  @Test
  void wrongCredentialsAreRejected() {
    assertThat(send(recipe.with(KannelServer.PASSWORD, "wrong"), TestMessage.to(phone, "135790")))
        .isEqualTo(SendResult.REJECTED);
    assertThat(kannel.textsTo(phone)).isEmpty();
  }

  @Test
  void aCodeOfTheServerArrivesAndIsRight() {
    RestApi rest = new RestApi(REALM);

    String id =
        rest.request()
            .header("Accept-Language", "ko")
            .body(Map.of("purpose", "registration", "phone", phone))
            .post("/verifications")
            .then()
            .statusCode(201)
            .extract()
            .path("id");

    String text = kannel.awaitText(phone).text();
    assertThat(text).containsPattern("[가-힣]{2}");
    Matcher code = CODE.matcher(text);
    assertThat(code.find()).isTrue();
    rest.confirm(id, code.group(1)).then().statusCode(200);
  }

  private static SendResult send(HttpRecipe recipe, SmsMessage message) {
    HttpSmsGatewayConfig config =
        new HttpSmsGatewayConfig(new GatewayOptions("http", recipe.options()::get));
    return new HttpSmsGateway(config.url().orElseThrow(), config, () -> 0).send(message);
  }
}
