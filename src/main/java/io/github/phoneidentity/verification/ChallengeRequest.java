package io.github.phoneidentity.verification;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for a code.
 *
 * @param purpose what the proof will be consumed for
 * @param recipient where the code is sent
 * @param binding who may answer the challenge: see {@link Binding}
 * @param userId the id of the user, whose rate limits are consumed if the purpose is not public;
 *     null for a registration, and where an identifier leads to no account: the result is then a
 *     decoy, for which nothing is sent and no code is right
 * @param origin the client address or confidential client whose rate limit the request consumes
 * @param client the client id of the app for which the code is sent
 * @param locale the language of the message
 * @param textOrigin what the last line of a text binds the code to
 * @param identifier the identifier that was typed to name the account, for purposes that ask about
 *     one: the key of the disclosed rate limits; null otherwise
 * @param browser the id (UUID) of a browser in which that user has logged in before, as verified by
 *     the caller: the disclosed rate limits are then those of the user's known browsers instead of
 *     those of the identifier, and no limit of the contact applies; null otherwise, and for
 *     purposes that ask about no account
 */
public record ChallengeRequest(
    Purpose purpose,
    Recipient recipient,
    Binding binding,
    @Nullable String userId,
    String origin,
    String client,
    Locale locale,
    TextOrigin textOrigin,
    @Nullable RequestedIdentifier identifier,
    @Nullable String browser) {

  public ChallengeRequest {
    Objects.requireNonNull(purpose, "purpose");
    Objects.requireNonNull(recipient, "recipient");
    Objects.requireNonNull(binding, "binding");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(locale, "locale");
    Objects.requireNonNull(textOrigin, "textOrigin");
    if (!purpose.isPublic()) {
      Objects.requireNonNull(userId, "userId");
    }
    if (purpose.asksAboutAccount() != (identifier != null)) {
      throw new IllegalArgumentException(purpose + " needs an identifier, or must have none");
    }
    if (browser != null && identifier == null) {
      throw new IllegalArgumentException(purpose + " has no limits of a browser");
    }
  }
}
