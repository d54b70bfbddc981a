package io.github.phoneidentity.authentication;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.RealmPolicy;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.regex.Pattern;
import org.keycloak.models.RealmModel;
import org.keycloak.services.managers.AuthenticationManager;

/** Masks identifiers for pages and the details of events: phone numbers are masked. */
public final class MaskedIdentifier {

  private static final Pattern MASK = Pattern.compile("\\+[0-9]*\\*+[0-9]*");

  private MaskedIdentifier() {}

  /**
   * {@code typed} itself, or the masked number if it is one. NUL characters are replaced, which a
   * database does not accept.
   */
  public static String of(RealmModel realm, String typed) {
    String region = RealmPolicy.of(realm).defaultRegion();
    return PhoneNumberParser.parse(typed.replace("\0", ""), region)
        .map(PhoneNumber::masked)
        .orElseGet(() -> typed.replace('\0', '\uFFFD'));
  }

  /** Removes a masked number from a form, because it identifies no user. */
  public static void removeFrom(MultivaluedMap<String, String> form) {
    if (isMasked(form.getFirst(AuthenticationManager.FORM_USERNAME))) {
      form.remove(AuthenticationManager.FORM_USERNAME);
    }
  }

  /** Whether {@code text} is the mask of a number. */
  public static boolean isMasked(String text) {
    return text != null && MASK.matcher(text).matches();
  }
}
