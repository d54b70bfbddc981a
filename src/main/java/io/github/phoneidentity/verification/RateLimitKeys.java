package io.github.phoneidentity.verification;

import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import java.util.Objects;
import java.util.Optional;

/**
 * The subjects of the rate limits of a challenge.
 *
 * @param userId the user whom it is about; null where there is none, and in a decoy
 * @param asked what the caller typed, where the answer may not disclose whether there is an
 *     account; null otherwise
 * @param browser the id of a known browser of the user; null otherwise
 */
record RateLimitKeys(
    Purpose purpose,
    Recipient recipient,
    String userId,
    RequestedIdentifier asked,
    String browser) {

  /** The one subject of all decoys: what they consume is nobody's. */
  static final String NOBODY = "nobody";

  /**
   * Before the contact that was found: were its undisclosed limits those of the typed number,
   * whoever exceeds them by a name could tell by typing a number whether it is that account's.
   */
  private static final String FOUND = "found:";

  /** RFC 5321, section 4.5.3.1.3: a path of 256 octets with its brackets. */
  private static final int LONGEST_EMAIL = 254;

  static RateLimitKeys of(ChallengeRequest request) {
    return new RateLimitKeys(
        request.purpose(),
        request.recipient(),
        request.userId(),
        request.asked(),
        request.browser());
  }

  static RateLimitKeys of(ChallengeEntity challenge) {
    return new RateLimitKeys(
        challenge.purpose(),
        challenge.recipient(),
        challenge.userId(),
        challenge.asked(),
        challenge.browser());
  }

  /** Is there nobody to send to? Then everything is done but that, and no code is the right one. */
  boolean isDecoy() {
    return purpose.asksAboutAccount() && userId == null;
  }

  /** Does the realm send to such a recipient? */
  boolean isAllowed(VerificationPolicy policy) {
    return switch (recipient.channel()) {
      case sms -> recipient.isNone() || policy.allows(recipient.phone());
      case email -> recipient.address().length() <= LONGEST_EMAIL;
    };
  }

  /** Is anything sent to it? A decoy and a number that is not allowed get nothing. */
  boolean isSent(VerificationPolicy policy) {
    return !isDecoy() && !recipient.isNone() && isAllowed(policy);
  }

  /**
   * The subject of the limits that are disclosed to the caller. Known browsers have limits of their
   * own, so that a stranger who exceeds those of a number does not lock its owner out. All browsers
   * of a user share them, because a user can make as many known as there are; texts and mails do
   * not, because a reset may need one of each.
   */
  String disclosed() {
    if (asked != null) {
      return browser == null ? asked.subject() : known(userId, recipient.channel());
    }
    return purpose.isPublic() ? contact() : ofUser(userId);
  }

  /** The subject of the limits of a user's known browsers. */
  static String known(String userId, Channel channel) {
    return "known:" + userId + " " + channel;
  }

  /** The subject of limits that only this user can consume. */
  static String ofUser(String userId) {
    return "user:" + userId;
  }

  /**
   * The subject of the cooldown that is disclosed: a user who corrects a number, or chooses another
   * one, need not wait.
   */
  String cooldown() {
    boolean own = asked == null && !purpose.isPublic() && recipient.channel() == Channel.sms;
    return own ? cooldown(disclosed(), recipient) : disclosed();
  }

  static String cooldown(String owner, Recipient recipient) {
    return owner + " " + recipient.address();
  }

  /** Was an account named by something else than the contact that the code goes to? */
  boolean isNamed() {
    return asked != null && !asked.equals(RequestedIdentifier.of(recipient));
  }

  /**
   * The subject of the limits of the contact that was found, which are not disclosed, whatever was
   * typed to find it; empty for a known browser. Decoys have one too, so that they need the same
   * statements.
   */
  Optional<String> undisclosed() {
    if (asked == null || browser != null) {
      return Optional.empty();
    }
    return Optional.of(isDecoy() ? NOBODY : found(contact()));
  }

  /** The subject of the undisclosed limits of a contact. */
  static String found(String contact) {
    return FOUND + contact;
  }

  /** Does a request for this one go on with what {@code open} asked for in the same place? */
  boolean continues(RateLimitKeys open) {
    return open.purpose == purpose
        && open.disclosed().equals(disclosed())
        && Objects.equals(open.asked, asked)
        && (asked != null || open.recipient.equals(recipient));
  }

  /** The recipient as a subject, whoever asks. */
  String contact() {
    return RequestedIdentifier.of(recipient).subject();
  }
}
