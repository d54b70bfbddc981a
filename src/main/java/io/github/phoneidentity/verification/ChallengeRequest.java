package io.github.phoneidentity.verification;

import java.util.Locale;
import java.util.Objects;

/**
 * A request for a code.
 *
 * @param purpose what the code is for
 * @param recipient where it goes
 * @param binding who may answer it: see {@link Binding}
 * @param userId the user whom it is about: whose budgets a purpose that is not public spends, and
 *     whose account was asked for; null for a registration, and where there is no account to send
 *     to: then the answer is the same, nothing is sent and no code is right
 * @param origin whose address budget it spends: a client address or a confidential client
 * @param locale the language of the message
 * @param host the host of the page that will ask for the code, for the last line of a text; empty
 *     if what the request says cannot be one (a header can say anything), null too
 * @param asked what was typed to name the account, for purposes that ask about one: the limits that
 *     are disclosed to the caller count it; null otherwise
 * @param browser the id (UUID) of a browser in which that user has logged in before, which the
 *     caller has verified: the disclosed limits are then those of the user's known browsers in
 *     place of what was typed, and no limit of the contact applies; null otherwise, and for
 *     purposes that ask about no account
 */
public record ChallengeRequest(
    Purpose purpose,
    Recipient recipient,
    Binding binding,
    String userId,
    String origin,
    Locale locale,
    String host,
    RequestedIdentifier asked,
    String browser) {

  /** RFC 1035, section 2.3.4. */
  private static final int LONGEST_HOST = 253;

  public ChallengeRequest {
    Objects.requireNonNull(purpose, "purpose");
    Objects.requireNonNull(recipient, "recipient");
    Objects.requireNonNull(binding, "binding");
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(locale, "locale");
    host = host == null || host.length() > LONGEST_HOST ? "" : host;
    if (!purpose.isPublic()) {
      Objects.requireNonNull(userId, "userId");
    }
    if (purpose.asksAboutAccount() != (asked != null)) {
      throw new IllegalArgumentException("What was asked belongs to " + purpose + " or not");
    }
    if (browser != null && asked == null) {
      throw new IllegalArgumentException(purpose + " has no limits of a browser");
    }
  }
}
