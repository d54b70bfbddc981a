package io.github.phoneidentity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.SecurityNotice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Finds message keys that no class, template or realm asks for. Those of the account console, whose
 * texts are Keycloak's, are compared in {@code KeycloakServerIT}.
 */
class UnusedMessagesTest {

  private static final String OURS = "phoneIdentity.";
  private static final Path LOGIN = Path.of("themes/phone-identity/login");
  private static final List<Path> SOURCES =
      List.of(
          Path.of("src/main/java"),
          LOGIN,
          Path.of("themes/phone-identity/account/resources"),
          Path.of("realm-export.json"));

  /** The text between quotes, in JSON within JSON too, or between the braces of {@code ${}}. */
  private static final Pattern QUOTED = Pattern.compile("(?<=[\"{])[\\w.-]+(?=\\\\?[\"}])");

  private static final Pattern EXECUTION = Pattern.compile("-(display-name|help-text)$");

  /** Texts of Keycloak's own pages, which the theme only replaces. */
  private static final Set<String> OF_KEYCLOAK =
      Set.of(
          "usernameOrEmail",
          "invalidUserMessage",
          "emailInstruction",
          "emailInstructionUsername",
          "accountTemporarilyDisabledMessage",
          "accountPermanentlyDisabledMessage",
          "unexpectedErrorHandlingRequestMessage",
          "loginAccountTitle",
          "loginTitle",
          "missingUsernameMessage",
          "missingEmailMessage",
          "missingPasswordMessage",
          "error-user-attribute-required");

  private static final Set<String> LITERALS = new HashSet<>();

  @BeforeAll
  static void readSources() throws IOException {
    for (Path source : SOURCES) {
      try (Stream<Path> files = Files.walk(source)) {
        for (Path file : files.filter(UnusedMessagesTest::mayNameKeys).toList()) {
          QUOTED
              .matcher(Files.readString(file))
              .results()
              .forEach(found -> LITERALS.add(found.group()));
        }
      }
    }
  }

  @Test
  void everyMessageIsUsed() throws IOException {
    Set<String> unused = new TreeSet<>(keys());
    unused.removeIf(key -> LITERALS.contains(key) || isNamedInPart(key));
    unused.removeAll(OF_KEYCLOAK);
    unused.removeAll(composedKeys());

    assertThat(unused).isEmpty();
  }

  @Test
  void keysAreStillComposedOfTheirPrefixes() {
    assertThat(LITERALS)
        .contains("phoneIdentity.sms.", "phoneIdentity.notice.", "phoneIdentity.email")
        .contains("phoneIdentity.contact.title.")
        .contains("phoneIdentity.contact.", "phoneIdentity.contact.hint.", "phoneIdentity.code.")
        .contains("phoneIdentity.code.sentIfKnown.", "phoneIdentity.code.deliveryFailed.")
        .contains("phoneIdentity.code.change.", "phoneIdentity.error.signUpOff.")
        .contains("phoneIdentity.title.", "phoneIdentity.code.help.")
        .contains("phoneIdentity.register.password.", "maxLength", "specialChars")
        .contains("sentIfOwned", "intendedFor", "sentTo", "exhausted", "expired");
  }

  /** What is quoted without a prefix that another class or Keycloak adds. */
  private static boolean isNamedInPart(String key) {
    if (key.startsWith(OURS)) {
      String[] part = key.split("\\.", 3);
      return LITERALS.contains(key.substring(OURS.length()))
          || (Set.of("error", "api").contains(part[1]) && LITERALS.contains(part[2]));
    }
    if (key.startsWith("requiredAction.")) {
      return LITERALS.contains(key.substring("requiredAction.".length()));
    }
    return EXECUTION.matcher(key).find()
        && LITERALS.contains(EXECUTION.matcher(key).replaceFirst(""));
  }

  /** Keys that end in the name of a value: a purpose, a notice, a channel. */
  private static Set<String> composedKeys() {
    Set<String> keys = new HashSet<>();
    for (Purpose purpose : Purpose.values()) {
      keys.add("phoneIdentity.sms." + purpose.id());
      keys.add("phoneIdentity.contact.title." + purpose.id() + ".phone");
      keys.add("phoneIdentity.contact.title." + purpose.id() + ".email");
    }
    for (SecurityNotice notice : SecurityNotice.values()) {
      for (String part : List.of("sms", "subject", "body")) {
        keys.add("phoneIdentity.notice." + notice.id() + "." + part);
      }
    }
    for (Channel channel : Channel.values()) {
      keys.add("phoneIdentity.error.signUpOff." + channel);
    }
    keys.add("phoneIdentity.email.subject");
    keys.add("phoneIdentity.email.body");
    for (String contact : List.of("phone", "email")) {
      keys.add("phoneIdentity.contact." + contact);
      keys.add("phoneIdentity.contact.hint." + contact);
      keys.add("phoneIdentity.code.sentIfKnown." + contact);
      keys.add("phoneIdentity.code.deliveryFailed." + contact);
      keys.add("phoneIdentity.code.change." + contact);
      keys.add("phoneIdentity.code.help." + contact);
    }
    keys.add("phoneIdentity.code.change.account");
    for (String ending : List.of("sentIfOwned", "intendedFor", "sentTo", "exhausted", "expired")) {
      keys.add("phoneIdentity.code." + ending);
    }
    for (String rule :
        List.of("length", "maxLength", "lowerCase", "upperCase", "digits", "specialChars")) {
      keys.add("phoneIdentity.register.password." + rule);
    }
    keys.add("phoneIdentity.title.page");
    keys.add("phoneIdentity.title.error");
    return keys;
  }

  /** The keys of the texts in every language. */
  private static Set<String> keys() throws IOException {
    Properties messages = new Properties();
    try (Stream<Path> languages = Files.list(LOGIN.resolve("messages"))) {
      for (Path language : languages.toList()) {
        try (var reader = Files.newBufferedReader(language)) {
          messages.load(reader);
        }
      }
    }
    return messages.stringPropertyNames();
  }

  private static boolean mayNameKeys(Path file) {
    return Stream.of(".java", ".ftl", ".json", ".js").anyMatch(file.toString()::endsWith);
  }
}
