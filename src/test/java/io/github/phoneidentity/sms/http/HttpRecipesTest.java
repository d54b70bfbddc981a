package io.github.phoneidentity.sms.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.client.GatewayOptions;
import io.github.phoneidentity.testing.HttpRecipe;
import io.github.phoneidentity.testing.TestMessage;
import io.github.phoneidentity.testing.VendorListener;
import io.github.phoneidentity.testing.VendorListener.Answer;
import io.github.phoneidentity.testing.VendorListener.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The recipes of docs/http-recipes.md, each against a listener that accepts what the vendor
 * documents and refuses anything else as the vendor does.
 */
class HttpRecipesTest {

  private static final String TEXT = "[데모] 135790 \"코드\" & 100%\n@example.com #135790";
  private static final int NOW = 1_800_000_000;
  private static final Set<String> RECIPES =
      Set.of(
          "Kannel",
          "Vonage, Messages API",
          "Vonage, SMS API",
          "MessageBird",
          "WhatsApp Business (Meta's Cloud API)",
          "A service of your own");

  private final VendorListener vendor = new VendorListener();

  @AfterEach
  void stop() {
    vendor.close();
  }

  @Test
  void everyRecipeIsTested() {
    assertThat(HttpRecipe.headings()).containsExactlyInAnyOrderElementsOf(RECIPES);
  }

  /** User's guide, "Using the HTTP interface to send SMS messages", with POST. */
  @Test
  void kannel() {
    HttpRecipe recipe = HttpRecipe.of("Kannel");
    vendor.answer(
        request -> {
          if (!"USERNAME".equals(request.header("X-Kannel-Username"))
              || !"PASSWORD".equals(request.header("X-Kannel-Password"))) {
            return new Answer(403, "Authorization failed for sendsms");
          }
          return "text/plain; charset=UTF-8".equals(request.header("Content-Type"))
              ? new Answer(202, "0: Accepted for delivery")
              : new Answer(400, "Invalid content-type");
        });

    Request request = send(recipe);

    assertThat(recipe.url()).endsWith(":13013/cgi-bin/sendsms");
    assertThat(request.path()).isEqualTo("/cgi-bin/sendsms");
    assertThat(request.header("X-Kannel-To")).isEqualTo("+821012345678");
    assertThat(request.header("X-Kannel-From")).isEqualTo("SENDER");
    assertThat(request.header("X-Kannel-Coding")).isEqualTo("2");
    assertThat(request.body()).isEqualTo(TEXT);
    assertRefused(recipe.with("PASSWORD", "wrong"));
  }

  /** https://developer.vonage.com/en/api/messages */
  @Test
  void vonagesMessagesApi() {
    HttpRecipe recipe = HttpRecipe.of("Vonage, Messages API");
    vendor.answer(
        json(
            body ->
                body.path("channel").asText().equals("sms")
                    && body.path("message_type").asText().equals("text")
                    && body.path("to").asText().matches("[1-9][0-9]{6,14}")
                    && !body.path("from").asText().isEmpty(),
            new Answer(202, "{\"message_uuid\":\"aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab\"}"),
            new Answer(422, "{\"title\":\"Invalid params\"}")));

    JsonNode body = json(send(recipe).body());

    assertThat(recipe.url()).isEqualTo("https://api.nexmo.com/v1/messages");
    assertThat(vendor.last().path()).isEqualTo("/v1/messages");
    assertThat(vendor.last().header("Authorization")).isEqualTo("Basic BASE64_OF_KEY_AND_SECRET");
    assertThat(vendor.last().header("Content-Type")).isEqualTo("application/json");
    assertThat(body.path("to").asText()).isEqualTo("821012345678");
    assertThat(body.path("text").asText()).isEqualTo(TEXT);
    assertThat(body.path("client_ref").asText()).isEqualTo("message-1");
    assertRefused(recipe.with("{msisdn}", "{to}"));
  }

  /** https://developer.vonage.com/en/api/sms */
  @Test
  void vonagesSmsApi() {
    HttpRecipe recipe = HttpRecipe.of("Vonage, SMS API");
    vendor.answer(200, "{\"message-count\":\"1\",\"messages\":[{\"status\":\"0\"}]}");

    Request request = send(recipe);

    assertThat(recipe.url()).isEqualTo("https://rest.nexmo.com/sms/json");
    assertThat(request.header("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
    assertThat(request.form())
        .containsExactly(
            entry("api_key", "KEY"),
            entry("api_secret", "SECRET"),
            entry("from", "SENDER"),
            entry("to", "821012345678"),
            entry("type", "unicode"),
            entry("text", TEXT),
            entry("client-ref", "message-1"));
  }

  /** https://developers.messagebird.com/api/sms-messaging/#send-outbound-sms */
  @Test
  void messageBird() {
    HttpRecipe recipe = HttpRecipe.of("MessageBird");
    vendor.answer(
        json(
            body ->
                body.path("originator").asText().matches("\\+?[0-9]{1,17}|[A-Za-z0-9 ]{1,11}")
                    && body.path("recipients").path(0).asText().matches("[1-9][0-9]{6,14}")
                    && Set.of("plain", "unicode", "auto")
                        .contains(body.path("datacoding").asText("plain")),
            new Answer(201, "{\"id\":\"0123456789abcdef\"}"),
            new Answer(422, "{\"errors\":[{\"code\":9}]}")));

    JsonNode body = json(send(recipe).body());

    assertThat(recipe.url()).isEqualTo("https://rest.messagebird.com/messages");
    assertThat(vendor.last().header("Authorization")).isEqualTo("AccessKey KEY");
    assertThat(body.path("recipients").path(0).asText()).isEqualTo("821012345678");
    assertThat(body.path("recipients").size()).isEqualTo(1);
    assertThat(body.path("body").asText()).isEqualTo(TEXT);
    assertThat(body.path("reference").asText()).isEqualTo("message-1");
    assertRefused(recipe.with("SENDER", "A_SENDER_TOO_LONG"));
  }

  /** Cloud API, "Authentication templates": the code in the body and in the button's URL. */
  @Test
  void whatsApp() {
    HttpRecipe recipe = HttpRecipe.of("WhatsApp Business (Meta's Cloud API)");
    vendor.answer(
        json(
            body ->
                body.path("messaging_product").asText().equals("whatsapp")
                    && body.path("type").asText().equals("template")
                    && !body.at("/template/components/0/parameters/0/text").asText().isEmpty(),
            new Answer(
                200, "{\"messages\":[{\"id\":\"wamid.0\",\"message_status\":\"accepted\"}]}"),
            new Answer(400, "{\"error\":{\"code\":100}}")));

    JsonNode body = json(send(recipe).body());

    assertThat(recipe.url())
        .matches("https://graph[.]facebook[.]com/v[0-9]+[.]0/PHONE_NUMBER_ID/messages");
    assertThat(vendor.last().header("Authorization")).isEqualTo("Bearer ACCESS_TOKEN");
    assertThat(body.path("to").asText()).isEqualTo("+821012345678");
    assertThat(body.path("recipient_type").asText()).isEqualTo("individual");
    assertThat(body.path("template"))
        .isEqualTo(
            json(
                """
                {"name":"TEMPLATE","language":{"code":"en"},"components":[
                {"type":"body","parameters":[{"type":"text","text":"135790"}]},
                {"type":"button","sub_type":"url","index":"0",
                "parameters":[{"type":"text","text":"135790"}]}]}
                """));
    assertThat(body.toString()).doesNotContain("데모");
  }

  @Test
  void aServiceOfYourOwnVerifiesTheSignatureAndChoosesByTheRest() throws Exception {
    HttpRecipe recipe = HttpRecipe.of("A service of your own");
    vendor.answer(
        request -> isSigned(request, "SECRET") ? new Answer(202, "") : new Answer(401, ""));

    Request request = send(recipe);

    assertThat(request.path()).isEqualTo("/texts/demo/login");
    assertThat(new ObjectMapper().readValue(request.body(), Map.class))
        .isEqualTo(
            Map.of(
                "to", "+821012345678",
                "text", TEXT,
                "id", "message-1",
                "code", "135790",
                "purpose", "login",
                "locale", "en",
                "realm", "demo",
                "client", "demo-app"));
    assertRefused(recipe.with("SECRET", "another"));
  }

  /**
   * As a receiver does it: the time within five minutes, and the code compared in constant time.
   */
  private static boolean isSigned(Request request, String secret) {
    String timestamp = request.header("X-Phone-Identity-Timestamp");
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] code =
          mac.doFinal((timestamp + "." + request.body()).getBytes(StandardCharsets.UTF_8));
      return Math.abs(NOW - Long.parseLong(timestamp)) < 300
          && MessageDigest.isEqual(
              ("sha256=" + HexFormat.of().formatHex(code)).getBytes(StandardCharsets.UTF_8),
              request.header("X-Phone-Identity-Signature").getBytes(StandardCharsets.UTF_8));
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private Request send(HttpRecipe recipe) {
    assertThat(result(recipe)).isEqualTo(SendResult.ACCEPTED);
    assertThat(vendor.last().method()).isEqualTo("POST");
    return vendor.last();
  }

  private void assertRefused(HttpRecipe recipe) {
    assertThat(result(recipe)).isEqualTo(SendResult.REJECTED);
  }

  private SendResult result(HttpRecipe recipe) {
    Map<String, String> options = recipe.at(vendor.url()).options();
    HttpSmsGatewayConfig config =
        new HttpSmsGatewayConfig(new GatewayOptions("http", options::get));
    return new HttpSmsGateway(config.url().orElseThrow(), config, () -> NOW)
        .send(TestMessage.of(TEXT));
  }

  private static Function<Request, Answer> json(
      Function<JsonNode, Boolean> documented, Answer accepted, Answer refused) {
    return request -> documented.apply(json(request.body())) ? accepted : refused;
  }

  private static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }
}
