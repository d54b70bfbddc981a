package io.github.phoneidentity.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.jsoup.parser.Parser;

/**
 * The SMTP server of the tests. It is shared by all of them, which keep apart by addresses of their
 * own; {@link TestRealm#sendMail} has a realm use it.
 */
public final class MailInbox {

  private static final Pattern CODE = Pattern.compile("(?<!\\d)(\\d{6,8})(?!\\d)");
  private static final MailInbox SHARED = new MailInbox();

  private final GreenMail server =
      new GreenMail(new ServerSetup(0, "0.0.0.0", ServerSetup.PROTOCOL_SMTP).dynamicPort());

  /**
   * A mail as its reader's program shows it.
   *
   * @param subject decoded
   * @param text the plain body
   * @param html the body that most readers see
   */
  public record Mail(String subject, String text, String html) {

    /** The code in its plain body. */
    public String code() {
      Matcher code = CODE.matcher(text);
      if (!code.find()) {
        throw new AssertionError("No code in this mail: " + text);
      }
      return code.group(1);
    }

    /** The first link in its plain body, of which Keycloak escapes some as if it were HTML. */
    public URI link() {
      String link = text.substring(text.indexOf("http")).split("\\s")[0];
      return URI.create(Parser.unescapeEntities(link, false));
    }
  }

  private MailInbox() {
    server.start();
  }

  static MailInbox shared() {
    return SHARED;
  }

  /** The SMTP settings of a realm whose server reaches this machine as {@code host}. */
  Map<String, String> settings(String host) {
    return Map.of(
        "host",
        host,
        "port",
        Integer.toString(server.getSmtp().getPort()),
        "from",
        "no-reply@phone-identity.example");
  }

  /** All mails to this address so far, oldest first. */
  public List<Mail> mailsTo(String address) {
    return Arrays.stream(server.getReceivedMessagesForDomain(address))
        .map(MailInbox::read)
        .toList();
  }

  /** Waits for the first mail to this address and gives the newest. */
  public Mail awaitMail(String address) {
    return awaitMail(address, 1);
  }

  /** Waits until this address has got {@code count} mails and gives the newest. */
  public Mail awaitMail(String address, int count) {
    Awaitility.await(count + " mail(s) to " + address)
        .until(() -> mailsTo(address).size() >= count);
    List<Mail> received = mailsTo(address);
    return received.get(received.size() - 1);
  }

  /** Waits for the first mail to this address and gives the code of the newest. */
  public String codeFor(String address) {
    return awaitMail(address).code();
  }

  private static Mail read(MimeMessage message) {
    try {
      Map<String, String> bodies = new HashMap<>();
      Multipart alternatives = (Multipart) message.getContent();
      for (int part = 0; part < alternatives.getCount(); part++) {
        BodyPart body = alternatives.getBodyPart(part);
        bodies.put(body.isMimeType("text/html") ? "html" : "plain", (String) body.getContent());
      }
      return new Mail(message.getSubject(), bodies.get("plain"), bodies.get("html"));
    } catch (MessagingException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
