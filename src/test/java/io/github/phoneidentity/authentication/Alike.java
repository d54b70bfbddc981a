package io.github.phoneidentity.authentication;

import io.github.phoneidentity.testing.Page;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * All that a stranger can see of an answer, without what differs between any two: ids of the
 * session, the seconds that have passed, and what the stranger typed.
 */
record Alike(int status, Map<String, String> headers, String body) {

  private static final Pattern SESSION =
      Pattern.compile("(session_code|tab_id|client_data|state|nonce|code_challenge)=[^&\"' ]*");
  private static final Pattern SESSION_HASH = Pattern.compile("checkAuthSession\\([^)]*\\)");
  private static final Pattern REMAINING =
      Pattern.compile("\\d+ (minutes?|seconds?)( \\d+ seconds?)?|(?<=data-seconds=\")\\d+");
  private static final Pattern MASK = Pattern.compile("\\+\\d+\\*+\\d+");

  static Alike of(Page page, String typed) {
    Map<String, String> headers = new TreeMap<>();
    page.headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!name.toLowerCase(Locale.ROOT).matches("date|content-length|:status")) {
                headers.put(name, session(String.join("|", values).replaceAll("=[^;]*", "=")));
              }
            });
    String body = REMAINING.matcher(session(page.body())).replaceAll("SOON");
    body = MASK.matcher(body.replace(typed, "TYPED")).replaceAll("TYPED");
    return new Alike(page.status(), headers, body);
  }

  private static String session(String text) {
    return SESSION_HASH.matcher(SESSION.matcher(text).replaceAll("$1=")).replaceAll("HASH");
  }
}
