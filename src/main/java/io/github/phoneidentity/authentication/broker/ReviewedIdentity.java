package io.github.phoneidentity.authentication.broker;

import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.models.Constants;
import org.keycloak.sessions.AuthenticationSessionModel;
import org.keycloak.util.JsonSerialization;

/**
 * The identity from an identity provider, while the user edits it. It is never saved with a proof
 * that the provider did not send, or sent for another number: afterwards typed values cannot be
 * distinguished from sent ones, and other requests of the same login can read it at any time.
 */
final class ReviewedIdentity extends SerializedBrokeredIdentityContext {

  private final Map<String, ContextDataEntry> sentProof = new HashMap<>();
  private List<String> sentNumber = List.of();
  private @Nullable String region;

  /**
   * @param sent the identity that was saved last
   * @param region the ISO 3166-1 alpha-2 region of numbers in national format
   */
  static ReviewedIdentity of(SerializedBrokeredIdentityContext sent, String region) {
    try {
      ReviewedIdentity identity =
          JsonSerialization.readValue(
              JsonSerialization.writeValueAsString(sent), ReviewedIdentity.class);
      identity.region = region;
      identity.sentNumber = identity.number();
      UserAttributes.PROOF.forEach(
          name -> identity.sentProof.put(key(name), identity.getContextData().get(key(name))));
      return identity;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void saveToAuthenticationSession(AuthenticationSessionModel login, String note) {
    boolean same = number().equals(sentNumber);
    sentProof.forEach(
        (key, proof) -> {
          if (same && proof != null) {
            getContextData().put(key, proof);
          } else {
            getContextData().remove(key);
          }
        });
    super.saveToAuthenticationSession(login, note);
  }

  private List<String> number() {
    return getAttributeStream(UserAttributes.PHONE_NUMBER)
        .map(typed -> PhoneNumberParser.parse(typed, region).map(PhoneNumber::e164).orElse(typed))
        .toList();
  }

  private static String key(String attribute) {
    return Constants.USER_ATTRIBUTES_PREFIX + attribute;
  }
}
