package io.github.phoneidentity.verification;

import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.VerificationPolicy;
import io.github.phoneidentity.verification.jpa.ChallengeEntity;
import java.util.Optional;

/**
 * Whose budgets a challenge spends.
 *
 * @param userId the user whom it is about; null where there is none, and in a decoy
 * @param asked what the caller typed, where that may not tell whether there is an account; null
 *     otherwise
 */
record Subject(Purpose purpose, Recipient recipient, String userId, Asked asked) {

  /** RFC 5321, section 4.5.3.1.3: a path of 256 octets with its brackets. */
  private static final int LONGEST_EMAIL = 254;

  static Subject of(ChallengeRequest request) {
    return new Subject(request.purpose(), request.recipient(), request.userId(), request.asked());
  }

  static Subject of(ChallengeEntity challenge) {
    return new Subject(
        challenge.purpose(), challenge.recipient(), challenge.userId(), challenge.asked());
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

  /** Whose limits the caller is told. */
  String told() {
    if (asked != null) {
      return asked.subject();
    }
    return purpose.isPublic() ? contact() : ofUser(userId);
  }

  /** The budgets that nobody but this user can spend. */
  static String ofUser(String userId) {
    return "user:" + userId;
  }

  /**
   * Whose cooldown the caller is told: a user who corrects a number, or chooses another one, need
   * not wait.
   */
  String resent() {
    boolean own = asked == null && !purpose.isPublic() && recipient.channel() == Channel.sms;
    return own ? resent(told(), recipient) : told();
  }

  static String resent(String owner, Recipient recipient) {
    return owner + " " + recipient.address();
  }

  /**
   * Whose limits hold a message or a guess back in silence: the contact that was found, unless it
   * is what the caller typed. A decoy has such limits too, so that it takes the same work.
   */
  Optional<String> found() {
    if (asked == null || asked.equals(Asked.of(recipient))) {
      return Optional.empty();
    }
    return Optional.of(isDecoy() ? "nobody:" + asked.subject() : contact());
  }

  private String contact() {
    return Asked.of(recipient).subject();
  }
}
