package io.github.phoneidentity.verification;

import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys (subjects) of the rate limits of a challenge.
 *
 * @param userId the id of the user; null for a registration, and in a decoy
 * @param identifier the identifier that was typed, where the existence of an account is not
 *     disclosed; null otherwise
 * @param browser the id of a known browser of the user; null otherwise
 */
record RateLimitKeys(
    Purpose purpose,
    Recipient recipient,
    @Nullable String userId,
    @Nullable RequestedIdentifier identifier,
    @Nullable String browser) {

  /** The subject of all decoys, whose limits are never exceeded. */
  static final String DECOY = "nobody";

  /**
   * The prefix of a contact that was found. If its undisclosed limits were those of the typed
   * number, a client could exceed them by a username, and find out by typing a number whether it
   * belongs to that account. It sorts after every typed subject: rows are locked in this order.
   */
  private static final String FOUND = "undisclosed:";

  static RateLimitKeys of(ChallengeRequest request) {
    return new RateLimitKeys(
        request.purpose(),
        request.recipient(),
        request.userId(),
        request.identifier(),
        request.browser());
  }

  static RateLimitKeys of(ChallengeEntity challenge) {
    return new RateLimitKeys(
        challenge.purpose(),
        challenge.recipient(),
        challenge.userId(),
        challenge.identifier(),
        challenge.browser());
  }

  /** Whether no account was found: nothing is sent then, and no code is right. */
  boolean isDecoy() {
    return purpose.asksAboutAccount() && userId == null;
  }

  /** Whether the realm's policy allows messages to the recipient. */
  boolean isAllowed(VerificationPolicy policy) {
    return switch (recipient.channel()) {
      case sms -> recipient.isNone() || policy.allows(recipient.phone());
      case email -> recipient.address().length() <= Recipient.LONGEST_EMAIL;
    };
  }

  /** Whether a message is sent: not for a decoy, and not to a number that is not allowed. */
  boolean isSent(VerificationPolicy policy) {
    return !isDecoy() && !recipient.isNone() && isAllowed(policy);
  }

  /**
   * The subject of the limits that are disclosed to the caller. Known browsers have limits of their
   * own, so that another client that exceeds those of a number does not lock its owner out. All
   * browsers of a user share them, because a user can make as many known as there are; texts and
   * mails do not, because a reset may need one of each.
   */
  String disclosed() {
    if (identifier != null) {
      return browser == null ? identifier.subject() : known(user(), recipient.channel());
    }
    return purpose.isPublic() ? contact() : ofUser(user());
  }

  /** The user, whom every known browser has, and every purpose that is not public. */
  private String user() {
    return Objects.requireNonNull(userId, "userId");
  }

  /** The subject of the limits of a user's known browsers. */
  static String known(String userId, Channel channel) {
    return "known:" + userId + " " + channel;
  }

  /** The subject of the limits that only this user can consume. */
  static String ofUser(String userId) {
    return "user:" + userId;
  }

  /**
   * The subject of the disclosed cooldown. An authenticated user's contains the number, so that a
   * user who corrects it need not wait.
   */
  String cooldown() {
    boolean own = identifier == null && !purpose.isPublic() && recipient.channel() == Channel.sms;
    return own ? cooldown(disclosed(), recipient) : disclosed();
  }

  static String cooldown(String owner, Recipient recipient) {
    return owner + " " + recipient.address();
  }

  /**
   * Whether the account was named by another identifier than the contact that the code is sent to.
   */
  boolean isNamed() {
    return identifier != null && !identifier.equals(RequestedIdentifier.of(recipient));
  }

  /**
   * The subject of the limits of the contact that was found, which are not disclosed, whatever was
   * typed to find it; empty for a known browser. Decoys have one too, so that they need the same
   * statements.
   */
  Optional<String> undisclosed() {
    if (identifier == null || browser != null) {
      return Optional.empty();
    }
    return Optional.of(isDecoy() ? DECOY : found(contact()));
  }

  /** The subject of the undisclosed limits of a contact. */
  static String found(String contact) {
    return FOUND + contact;
  }

  /**
   * Whether this request continues the open challenge with the keys {@code open} of the same
   * binding.
   */
  boolean continues(RateLimitKeys open) {
    return open.purpose == purpose
        && open.disclosed().equals(disclosed())
        && Objects.equals(open.identifier, identifier)
        && (identifier != null || open.recipient.equals(recipient));
  }

  /** The subject of the recipient, regardless of the client. */
  String contact() {
    return RequestedIdentifier.of(recipient).subject();
  }
}
