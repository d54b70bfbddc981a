package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Which budgets a text and a guess spend. Anybody can spend the public ones of a number, so a user
 * who has already proven something has budgets of their own that nobody else can touch.
 */
final class RateLimits {

  /** Answers that a value belongs to another user which one proof is good for. */
  static final int MOST_TAKEN = 20;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final String ALL = "all";

  private final String realmId;
  private final VerificationPolicy policy;

  RateLimits(String realmId, VerificationPolicy policy) {
    this.realmId = realmId;
    this.policy = policy;
  }

  /**
   * The limits of a message that the caller is told, from the narrowest to the one that all share,
   * which is thereby held shortest and always taken last.
   */
  List<Limit> ofSend(Subject subject, String origin) {
    List<Limit> limits = ofMessages(subject.purpose(), subject.disclosed(), subject.cooldown());
    if (subject.purpose().isPublic()) {
      limits.add(new Limit(realmId, "address-hour", origin, policy.maxSendsPerAddressHour(), HOUR));
      if (!subject.purpose().asksAboutAccount()) {
        limits.addAll(ofRealm(subject.recipient()));
      }
    }
    return limits;
  }

  /** The limits that hold a message back in silence, in the same order; empty if all are told. */
  List<Limit> ofUndisclosedSend(Subject subject) {
    List<Limit> limits = new ArrayList<>();
    if (subject.purpose().asksAboutAccount()) {
      subject
          .undisclosed()
          .ifPresent(found -> limits.addAll(ofMessages(subject.purpose(), found, found)));
      limits.addAll(ofRealm(subject.recipient()));
    }
    return limits;
  }

  private List<Limit> ofMessages(Purpose purpose, String owner, String resent) {
    List<Limit> limits = new ArrayList<>();
    if (!policy.resendCooldown().isZero()) {
      limits.add(cooldown(purpose, resent));
    }
    // The day first: what is of one owner is taken, and lifted, in the order of the scopes' names.
    limits.add(new Limit(realmId, "sends-day", owner, policy.maxSendsPerDay(), DAY));
    limits.add(new Limit(realmId, "sends-hour", owner, policy.maxSendsPerHour(), HOUR));
    return limits;
  }

  private List<Limit> ofRealm(Recipient recipient) {
    List<Limit> limits = new ArrayList<>();
    if (recipient.channel() == Channel.sms && policy.maxSendsPerCountryDay() > 0) {
      String country =
          recipient.isNone() ? policy.defaultRegion() : PhoneNumberParser.region(recipient.phone());
      limits.add(new Limit(realmId, "country-day", country, policy.maxSendsPerCountryDay(), DAY));
    }
    limits.add(new Limit(realmId, "realm-day", ALL, policy.maxSendsPerRealmDay(), DAY));
    return limits;
  }

  /**
   * Answers {@code taken} to one proof, in a window that is no shorter than the longest life of a
   * proof: a proof that has exceeded it is revoked for good. It is a row of its own, because the
   * request that is answered may hold the row of the proof.
   */
  static Limit ofTaken(String realmId, String proofId) {
    return new Limit(realmId, "taken-answers", "proof:" + proofId, MOST_TAKEN, DAY);
  }

  /** At most one text within the cooldown. */
  Limit cooldown(Subject subject) {
    return cooldown(subject.purpose(), subject.cooldown());
  }

  private Limit cooldown(Purpose purpose, String resent) {
    return new Limit(realmId, "cooldown-" + purpose.id(), resent, 1, policy.resendCooldown());
  }

  /** The limit of guesses that the caller is told. */
  Limit ofGuess(Subject subject) {
    return ofGuess(subject.purpose(), subject.disclosed());
  }

  /** The limit that makes a guess wrong in silence, if there is one. */
  List<Limit> ofUndisclosedGuess(Subject subject) {
    return subject.undisclosed().map(found -> ofGuess(subject.purpose(), found)).stream().toList();
  }

  private Limit ofGuess(Purpose purpose, String owner) {
    return new Limit(realmId, "guesses-" + purpose.id(), owner, policy.maxAttemptsPerHour(), HOUR);
  }
}
