package io.github.phoneidentity.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * Kannel itself, as processes of this machine on the loopback address: its bearerbox, its smsbox
 * that takes texts by HTTP, and the fake SMS centre of Debian's {@code kannel-extras}, at which the
 * texts are read. Everything of its own is in one folder.
 */
public final class KannelServer implements AutoCloseable {

  public static final String USERNAME = "keycloak";
  public static final String PASSWORD = "password-of-kannel";
  public static final String SENDER = "1588";

  private static final Path BEARERBOX = Path.of("/usr/sbin/bearerbox");
  private static final Path SMSBOX = Path.of("/usr/sbin/smsbox");
  private static final Path FAKE_SMSC = Path.of("/usr/lib/kannel/test/fakesmsc");
  private static final long STOP_SECONDS = 20;

  /** What the SMS centre writes about a text: sender, recipient, coding and the coded text. */
  private static final Pattern RECEIVED =
      Pattern.compile("Got message \\d+: <(\\S+) (\\S+) (text|ucs-2) (.*)>");

  private final int httpPort = freePort();
  private final Path directory;
  private final List<Process> processes = new ArrayList<>();

  /**
   * A text as the SMS centre has received it.
   *
   * @param coding {@code text} for the GSM alphabet, or {@code ucs-2}
   */
  public record Text(String from, String to, String coding, String text) {}

  private KannelServer(Path directory) {
    this.directory = directory;
  }

  /** Starts all three in an empty folder, and comes back when texts are taken. */
  public static KannelServer start(Path directory) {
    KannelServer kannel = new KannelServer(directory);
    Runtime.getRuntime().addShutdownHook(new Thread(kannel::close));
    kannel.startPrograms();
    return kannel;
  }

  private void startPrograms() {
    int boxPort = freePort();
    int smscPort = freePort();
    Path config = directory.resolve("kannel.conf");
    write(config, configuration(boxPort, smscPort));
    run("bearerbox", BEARERBOX.toString(), config.toString());
    awaitListener(boxPort);
    awaitListener(smscPort);
    run("smsc", FAKE_SMSC.toString(), "-H", "127.0.0.1", "-r", Integer.toString(smscPort));
    run("smsbox", SMSBOX.toString(), config.toString());
    awaitListener(httpPort);
  }

  private String configuration(int boxPort, int smscPort) {
    return """
    group = core
    admin-port = %d
    admin-interface = 127.0.0.1
    admin-password = admin
    smsbox-port = %d
    smsbox-interface = 127.0.0.1
    box-allow-ip = 127.0.0.1

    group = smsc
    smsc = fake
    port = %d
    connect-allow-ip = 127.0.0.1

    group = smsbox
    bearerbox-host = 127.0.0.1
    sendsms-port = %d
    sendsms-interface = 127.0.0.1

    group = sendsms-user
    username = %s
    password = %s
    """
        .formatted(freePort(), boxPort, smscPort, httpPort, USERNAME, PASSWORD);
  }

  /** Where it takes texts, such as {@code http://127.0.0.1:13013}. */
  public String url() {
    return "http://127.0.0.1:" + httpPort;
  }

  /** Waits for the first text to this number. */
  public Text awaitText(String to) {
    return Awaitility.await("text to " + to + " at the SMS centre")
        .until(() -> textsTo(to), texts -> !texts.isEmpty())
        .get(0);
  }

  /** The texts to this number so far. */
  public List<Text> textsTo(String to) {
    return RECEIVED
        .matcher(read(log("smsc")))
        .results()
        .map(KannelServer::text)
        .filter(text -> text.to().equals(to))
        .toList();
  }

  private static Text text(MatchResult line) {
    String coding = line.group(3);
    String text =
        coding.equals("ucs-2")
            ? new String(
                URLDecoder.decode(line.group(4), StandardCharsets.ISO_8859_1)
                    .getBytes(StandardCharsets.ISO_8859_1),
                StandardCharsets.UTF_16BE)
            : line.group(4);
    return new Text(line.group(1), line.group(2), coding, text);
  }

  @Override
  public synchronized void close() {
    for (int i = processes.size() - 1; i >= 0; i--) {
      Process process = processes.get(i);
      process.destroy();
      try {
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
      }
    }
    processes.clear();
  }

  /** The input of a program stays open: the SMS centre ends at its end. */
  private void run(String name, String... command) {
    try {
      processes.add(
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log(name).toFile())
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException("Are kannel and kannel-extras installed?", e);
    }
  }

  private Path log(String name) {
    return directory.resolve(name + ".log");
  }

  private void awaitListener(int port) {
    Awaitility.await("Kannel, whose logs are in " + directory)
        .until(
            () -> {
              if (!processes.stream().allMatch(Process::isAlive)) {
                throw new IllegalStateException("Kannel has ended, see " + directory);
              }
              try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
              } catch (IOException notYet) {
                return false;
              }
            });
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its bytes are not always UTF-8. */
  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
