package io.github.phoneidentity.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * A real browser: the Chromium or Chrome that is installed on this machine, headless, with a
 * profile of its own. It is driven by the Chrome DevTools Protocol, so that nothing has to be
 * downloaded.
 */
public final class Chromium implements AutoCloseable {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_TABS = 60;

  private final Process process;
  private final Path profile;
  private final DevTools tools;
  private boolean scripts = true;

  private Chromium(Process process, Path profile, DevTools tools) {
    this.process = process;
    this.profile = profile;
    this.tools = tools;
  }

  /** The program, if this machine has one. */
  public static Optional<Path> installed() {
    return Stream.of(System.getenv("PATH").split(java.io.File.pathSeparator))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it on an empty page. */
  public static Chromium start() {
    try {
      Path profile = Files.createTempDirectory("chromium");
      Process process =
          new ProcessBuilder(
                  installed().orElseThrow().toString(),
                  "--headless",
                  "--no-sandbox",
                  "--disable-gpu",
                  "--disable-quic",
                  "--disable-dev-shm-usage",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                  "--lang=en",
                  "--accept-lang=en",
                  "--window-size=1280,1000",
                  "--remote-debugging-port=0",
                  "--user-data-dir=" + profile,
                  "about:blank")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      DevTools tools = DevTools.connect(tab(port(profile)));
      for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
        tools.call(domain + ".enable", Map.of());
      }
      return new Chromium(process, profile, tools);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Turns the scripts of pages that are loaded from now on off or on. */
  public void runScripts(boolean on) {
    scripts = on;
    tools.call("Emulation.setScriptExecutionDisabled", Map.of("value", !on));
  }

  /** Gives the window of pages this size, in CSS pixels. */
  public void resize(int width, int height) {
    tools.call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Goes to an address. */
  public void open(URI address) {
    tools.call("Page.navigate", Map.of("url", address.toString()));
  }

  /** Waits for an element and types into it. */
  public void type(String css, String text) {
    await(css);
    evaluate("document.querySelector('" + css + "').focus()");
    insert(text);
  }

  /** Types into the element that has the focus. */
  public void insert(String text) {
    tools.call("Input.insertText", Map.of("text", text));
  }

  /** Empties a field. */
  public void clear(String css) {
    evaluate("document.querySelector('" + css + "').value = ''");
  }

  /** Presses the tabulator until this element has the focus. */
  public void tabTo(String css) {
    await(css);
    for (int press = 0; press < MOST_TABS; press++) {
      if (hasFocus(css)) {
        return;
      }
      press("Tab", "", 9);
    }
    throw new AssertionError("The tabulator does not reach " + css);
  }

  /** Types a code into its field, and presses return unless the page submits it by itself. */
  public void typeCode(String code) {
    await("#code");
    Awaitility.await("the scripts of the page")
        .until(() -> "complete".equals(evaluate("document.readyState")));
    boolean submits =
        scripts && "true".equals(evaluate("document.querySelector('#code').dataset.autoSubmit"));
    type("#code", code);
    if (!submits) {
      pressEnter();
    }
  }

  /** Presses return in the element that has the focus. */
  public void pressEnter() {
    press("Enter", "\r", 13);
  }

  private void press(String key, String text, int code) {
    for (String type : List.of("keyDown", "keyUp")) {
      tools.call(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "text", text, "windowsVirtualKeyCode", code));
    }
  }

  /** Waits for an element and clicks it. */
  public void click(String css) {
    await(css);
    evaluate("document.querySelector('" + css + "').click()");
  }

  /** Waits until the page has such an element. */
  public void await(String css) {
    Awaitility.await(css)
        .until(() -> "true".equals(evaluate("document.querySelector('" + css + "') !== null")));
  }

  /** Waits until the element shows this text. */
  public void awaitText(String css, String text) {
    Awaitility.await(text)
        .until(
            () -> evaluate("document.querySelector('" + css + "')?.innerText ?? ''"),
            shown -> shown.contains(text));
  }

  /** Waits until the element has the focus: a browser gives it a moment after the page is there. */
  public void awaitFocus(String css) {
    Awaitility.await("focus of " + css).until(() -> hasFocus(css));
  }

  private boolean hasFocus(String css) {
    return "true".equals(evaluate("document.activeElement?.matches(\"" + css + "\")"));
  }

  /** Waits until an address that begins so was asked for. */
  public void awaitRequest(String address) {
    Awaitility.await(address)
        .until(
            () -> requests().stream().anyMatch(request -> request.toString().startsWith(address)));
  }

  /** What an expression gives, as text; empty while a page is being left. */
  public String evaluate(String expression) {
    return evaluate(expression, false);
  }

  /** What the promise of an expression gives, as text. */
  public String evaluateLater(String promise) {
    return evaluate(promise, true);
  }

  private String evaluate(String expression, boolean promise) {
    return tools
        .call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", promise))
        .path("result")
        .path("value")
        .asText();
  }

  /** Loads the page anew, as F5 does, and waits until the old one is gone. */
  public void reload() {
    evaluate("document.left = true");
    tools.call("Page.reload", Map.of());
    Awaitility.await("the new page")
        .until(() -> "false".equals(evaluate("document.left === true")));
  }

  /** Writes a picture of what is in the window, as PNG. */
  public void screenshot(Path file) {
    String picture = tools.call("Page.captureScreenshot", Map.of()).path("data").asText();
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, Base64.getDecoder().decode(picture));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The addresses that were asked for so far, redirects too. */
  public List<URI> requests() {
    return tools
        .events("Network.requestWillBeSent")
        .map(event -> event.path("request").path("url").asText())
        .filter(address -> !address.startsWith("data:")) // what a style sheet contains
        .map(URI::create)
        .toList();
  }

  /** Errors and warnings of the console, violations of the content security policy among them. */
  public List<String> problems() {
    return Stream.concat(
            tools
                .events("Log.entryAdded")
                .map(event -> event.path("entry"))
                .filter(entry -> !List.of("verbose", "info").contains(entry.path("level").asText()))
                .map(JsonNode::toString),
            Stream.concat(
                tools.events("Runtime.exceptionThrown").map(JsonNode::toString),
                tools
                    .events("Runtime.consoleAPICalled")
                    .filter(call -> call.path("type").asText().equals("error"))
                    .map(JsonNode::toString)))
        .toList();
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    tools.close();
    all.forEach(ProcessHandle::destroyForcibly);
    Awaitility.await("the browser's end")
        .until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    HomeDirectory.delete(profile);
  }

  private static int port(Path profile) {
    Path file = profile.resolve("DevToolsActivePort");
    String text =
        Awaitility.await("the browser's start")
            .atMost(java.time.Duration.ofSeconds(60))
            .until(
                () -> Files.exists(file) ? Files.readString(file) : "",
                written -> written.contains("\n"));
    return Integer.parseInt(text.lines().findFirst().orElseThrow());
  }

  private static URI tab(int port) throws IOException {
    try {
      String targets =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                      .build(),
                  BodyHandlers.ofString())
              .body();
      for (JsonNode target : JSON.readTree(targets)) {
        if (target.path("type").asText().equals("page")) {
          return URI.create(target.path("webSocketDebuggerUrl").asText());
        }
      }
      throw new IOException("The browser has no page: " + targets);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
