package io.github.phoneidentity.verification;

import java.util.Locale;
import java.util.Objects;

/**
 * A request for a code.
 *
 * @param purpose what the code is for
 * @param recipient where it goes
 * @param binding who may answer it: see {@link Binding}
 * @param userId whose budgets it spends, for purposes that are not public; null otherwise
 * @param origin whose address budget it spends: a client address or a confidential client
 * @param locale the language of the message
 * @param host the host of the page that will ask for the code, for the last line of a text
 */
public record ChallengeRequest(
    Purpose purpose,
    Recipient recipient,
    Binding binding,
    String userId,
    String origin,
    Locale locale,
    String host) {

  public ChallengeRequest {
    Objects.requireNonNull(purpose, "purpose");
    Objects.requireNonNull(recipient, "recipient");
    Objects.requireNonNull(binding, "binding");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(locale, "locale");
    Objects.requireNonNull(host, "host");
    if (!purpose.isPublic()) {
      Objects.requireNonNull(userId, "userId");
    }
  }
}
