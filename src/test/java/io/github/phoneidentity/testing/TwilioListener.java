package io.github.phoneidentity.testing;

import static io.restassured.RestAssured.given;

import io.github.phoneidentity.testing.VendorListener.Answer;
import io.github.phoneidentity.testing.VendorListener.Request;
import io.restassured.response.Response;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;

/** Twilio as a server of the tests sees it: it takes texts and posts status callbacks. */
public final class TwilioListener implements AutoCloseable {

  public static final String AUTH_TOKEN = "token-of-the-test-account";

  private static final String ACCOUNT = "AC" + "0".repeat(32);
  private static final Pattern CODE = Pattern.compile("#(\\d{6,8})\\b");

  private final VendorListener http = VendorListener.forServers().answer(this::answer);
  private final AtomicInteger accepted = new AtomicInteger();
  private final Map<String, Consumer<URI>> beforeAnswers = new ConcurrentHashMap<>();

  /** The options of a server that sends by it and notifies it of confirmed codes. */
  public String[] options(String host) {
    String option = "--spi-sms-gateway--twilio--";
    return new String[] {
      option + "account-sid=" + ACCOUNT,
      option + "auth-token=" + AUTH_TOKEN,
      option + "from=+12025550123",
      option + "message-feedback=true",
      option + "base-url=" + http.url(host)
    };
  }

  /** Does something with the callback URL of a text to this number before the text is answered. */
  public void beforeAnswering(String to, Consumer<URI> action) {
    beforeAnswers.put(to, action);
  }

  /** The texts to this number so far. */
  public List<Request> textsTo(String to) {
    return posted("/Messages.json").filter(text -> to.equals(text.form().get("To"))).toList();
  }

  /** The callback URL of the newest of {@code count} texts to this number. */
  public URI callback(String to, int count) {
    return URI.create(awaitText(to, count).form().get("StatusCallback"));
  }

  /** The code in the newest text to this number. */
  public String codeFor(String to) {
    Matcher code = CODE.matcher(awaitText(to, 1).form().get("Body"));
    if (!code.find()) {
      throw new AssertionError("No code in the text to " + to);
    }
    return code.group(1);
  }

  /** The paths of the confirmations so far. */
  public List<String> confirmed() {
    return posted("/Feedback.json")
        .filter(request -> "confirmed".equals(request.form().get("Outcome")))
        .map(Request::path)
        .toList();
  }

  /** The path of the confirmation of the newest text to this number. */
  public String confirmationOf(String to) {
    List<Request> texts = posted("/Messages.json").toList();
    List<Request> own = textsTo(to);
    return path("/Messages/" + sid(texts.indexOf(own.get(own.size() - 1)) + 1) + "/Feedback.json");
  }

  /** Posts a signed status callback. */
  public Response report(URI callback, String status) {
    return post(callback, status, signature(callback, status));
  }

  /** Posts a status callback with this signature. */
  public Response post(URI callback, String status, String signature) {
    return given()
        .urlEncodingEnabled(true)
        .header("X-Twilio-Signature", signature)
        .contentType("application/x-www-form-urlencoded; charset=UTF-8")
        .formParam("MessageStatus", status)
        .formParam("AccountSid", ACCOUNT)
        .formParam("To", "+82 10 & = ü")
        .post(callback);
  }

  /** The signature of Twilio's documentation, over the fields that {@link #post} sends. */
  public static String signature(URI callback, String status) {
    String signed =
        callback + "AccountSid" + ACCOUNT + "MessageStatus" + status + "To" + "+82 10 & = ü";
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(AUTH_TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.close();
  }

  private Request awaitText(String to, int count) {
    Awaitility.await(count + " text(s) to " + to).until(() -> textsTo(to).size() >= count);
    List<Request> texts = textsTo(to);
    return texts.get(texts.size() - 1);
  }

  private Answer answer(Request request) {
    if (!request.path().equals(path("/Messages.json"))) {
      return new Answer(201, "{}");
    }
    String sid = sid(accepted.incrementAndGet());
    Consumer<URI> action = beforeAnswers.get(request.form().get("To"));
    if (action != null) {
      action.accept(URI.create(request.form().get("StatusCallback")));
    }
    return new Answer(201, "{\"sid\":\"" + sid + "\",\"status\":\"queued\"}");
  }

  private Stream<Request> posted(String ending) {
    return http.requests().stream().filter(request -> request.path().endsWith(ending));
  }

  private static String path(String rest) {
    return "/2010-04-01/Accounts/" + ACCOUNT + rest;
  }

  private static String sid(int number) {
    return "SM" + String.format(Locale.ROOT, "%032x", number);
  }
}
