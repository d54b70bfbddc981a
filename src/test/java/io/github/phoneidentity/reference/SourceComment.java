package io.github.phoneidentity.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Javadoc of classes and constants, read from the sources and written as Markdown. */
final class SourceComment {

  private static final String COMMENT = "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*";
  private static final Pattern FIRST_SENTENCE = Pattern.compile("^.*?\\.(?=\\s|$)");
  private static final Pattern INLINE_TAG =
      Pattern.compile("\\{@(?:code|link) #?((?:[^{}]|\\{[^{}]*})+)}");

  private SourceComment() {}

  /** The first sentence about a class. */
  static String summary(Class<?> type) {
    String text = find(type, "(?:public |final |abstract )*class " + type.getSimpleName());
    Matcher sentence = FIRST_SENTENCE.matcher(text);
    return sentence.find() ? sentence.group() : text;
  }

  static String of(Enum<?> constant) {
    return find(constant.getDeclaringClass(), constant.name());
  }

  /** What is said about a public constant. */
  static String of(Class<?> type, String constant) {
    return find(type, "public static final String " + constant);
  }

  private static String find(Class<?> type, String declaration) {
    Path file = Path.of("src/main/java", type.getName().replace('.', '/') + ".java");
    try {
      Matcher comment =
          Pattern.compile(COMMENT + declaration + "\\b", Pattern.DOTALL)
              .matcher(Files.readString(file));
      if (comment.find()) {
        return markdown(comment.group(1));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError(file + " has no Javadoc before: " + declaration);
  }

  private static String markdown(String comment) {
    String text = comment.replaceAll("\\s*\\n\\s*\\*?", " ").replaceAll("\\s+", " ").strip();
    return INLINE_TAG.matcher(text.replaceAll(" (<p>|@\\w+ ).*", "")).replaceAll("`$1`");
  }
}
