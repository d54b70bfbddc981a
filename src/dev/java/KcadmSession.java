import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.keycloak.client.admin.cli.KcAdmMain;
import org.keycloak.client.admin.cli.commands.KcAdmCmd;
import org.keycloak.client.cli.common.Globals;
import org.keycloak.client.cli.util.ClassLoaderUtil;
import org.keycloak.common.crypto.CryptoIntegration;

/**
 * Runs many commands of {@code kcadm.sh} in one JVM, because its start takes most of the time of a
 * command. Prints the port at which it listens, and ends with its standard input. A request has the
 * number of arguments and the arguments, each with a zero byte behind it; an answer has a line with
 * the exit code and the length of the standard output, then that output, then the error output.
 */
final class KcadmSession {

  private KcadmSession() {}

  public static void main(String... ignored) throws IOException {
    ClassLoader libraries = ClassLoaderUtil.resolveClassLoader(System.getProperty("kc.lib.dir"));
    Thread.currentThread().setContextClassLoader(libraries);
    CryptoIntegration.init(libraries);
    System.setProperty("default.config.path.string", KcAdmMain.DEFAULT_CONFIG_FILE_STRING);
    try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      System.out.println(listener.getLocalPort());
      endWithInput();
      while (true) {
        try (Socket client = listener.accept()) {
          answer(client);
        }
      }
    }
  }

  private static void endWithInput() {
    Thread waiting =
        new Thread(
            () -> {
              try {
                System.in.transferTo(OutputStream.nullOutputStream());
              } catch (IOException e) {
                // The input has ended as well.
              }
              System.exit(0);
            });
    waiting.setDaemon(true);
    waiting.start();
  }

  private static void answer(Socket client) throws IOException {
    DataInputStream request = new DataInputStream(client.getInputStream());
    String[] arguments = new String[Integer.parseInt(next(request))];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = next(request);
    }
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(errors, true, StandardCharsets.UTF_8));
    int code =
        Globals.createCommandLine(new KcAdmCmd(), KcAdmMain.CMD, new PrintWriter(System.err, true))
            .execute(arguments);
    System.out.flush();
    System.err.flush();
    OutputStream answer = client.getOutputStream();
    answer.write((code + " " + output.size() + "\n").getBytes(StandardCharsets.US_ASCII));
    output.writeTo(answer);
    errors.writeTo(answer);
  }

  private static String next(DataInputStream request) throws IOException {
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    for (int read = request.readByte(); read != 0; read = request.readByte()) {
      word.write(read);
    }
    return word.toString(StandardCharsets.UTF_8);
  }
}
