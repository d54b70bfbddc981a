package io.github.phoneidentity.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * The SMS service of the tests: a real HTTP listener that takes what gateway {@code http} posts. It
 * is shared by all tests, which keep apart by numbers of their own.
 */
public final class SmsInbox {

  private static final Pattern CODE = Pattern.compile("#(\\d{6,8})\\b");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final List<Text> texts = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> held = new ConcurrentHashMap<>();

  /**
   * A text as it arrived.
   *
   * @param to the recipient in E.164
   * @param text what a person would read
   * @param id the message id
   * @param headers the request's headers by lower-case name
   */
  public record Text(String to, String text, String id, Map<String, String> headers) {

    /** The code in it, taken from the origin-bound last line ({@code @host #123456}). */
    public String code() {
      Matcher code = CODE.matcher(text);
      if (!code.find()) {
        throw new AssertionError("No code in this text: " + text);
      }
      return code.group(1);
    }
  }

  private SmsInbox(HttpServer server) {
    this.server = server;
  }

  static SmsInbox start() {
    try {
      SmsInbox inbox = new SmsInbox(HttpServer.create(new InetSocketAddress(0), 0));
      inbox.server.createContext("/", inbox::take);
      inbox.server.setExecutor(
          Executors.newCachedThreadPool(
              work -> {
                Thread thread = new Thread(work, "sms-inbox");
                thread.setDaemon(true);
                return thread;
              }));
      inbox.server.start();
      return inbox;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a server posts to that reaches this machine as {@code host}. */
  URI url(String host) {
    return URI.create("http://" + host + ":" + server.getAddress().getPort() + "/messages");
  }

  /** Answers posts for this recipient with {@code status} from now on; they are recorded too. */
  public void answer(String to, int status) {
    statuses.put(to, status);
  }

  /** Leaves posts for this recipient without an answer until {@link #release}. */
  public void hold(String to) {
    held.put(to, new CountDownLatch(1));
  }

  /** Answers what was held, and what comes, as usual again. */
  public void release(String to) {
    CountDownLatch latch = held.remove(to);
    if (latch != null) {
      latch.countDown();
    }
  }

  /** All texts to this recipient so far, oldest first. */
  public List<Text> textsTo(String to) {
    return texts.stream().filter(text -> text.to().equals(to)).toList();
  }

  /** How many texts this recipient has got so far. */
  public int countFor(String to) {
    return textsTo(to).size();
  }

  /** Waits for the first text to this recipient and gives the newest. */
  public Text awaitText(String to) {
    return awaitText(to, 1);
  }

  /** Waits until this recipient has got {@code count} texts and gives the newest. */
  public Text awaitText(String to, int count) {
    Awaitility.await(count + " text(s) to " + to).until(() -> countFor(to) >= count);
    List<Text> received = textsTo(to);
    return received.get(received.size() - 1);
  }

  /** Waits for the first text to this recipient and gives the code of the newest. */
  public String codeFor(String to) {
    return awaitText(to).code();
  }

  /** The codes of all texts so far. */
  Set<String> codes() {
    return texts.stream()
        .flatMap(text -> CODE.matcher(text.text()).results())
        .map(code -> code.group(1))
        .collect(Collectors.toSet());
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode body = JSON.readTree(exchange.getRequestBody());
      Map<String, String> headers = new ConcurrentHashMap<>();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
      String to = body.path("to").asText();
      texts.add(new Text(to, body.path("text").asText(), body.path("id").asText(), headers));
      CountDownLatch latch = held.get(to);
      if (latch != null) {
        latch.await();
      }
      exchange.sendResponseHeaders(statuses.getOrDefault(to, 202), -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
