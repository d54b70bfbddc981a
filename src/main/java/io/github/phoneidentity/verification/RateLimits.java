package io.github.phoneidentity.verification;

import io.github.phoneidentity.limit.ClientAddress;
import io.github.phoneidentity.limit.Limit;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.VerificationPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which rate limits a text and a guess consume. Anybody can exceed the public ones of a number, so
 * a user who has already proven something has limits that nobody else can consume.
 */
final class RateLimits {

  /** Answers that a value belongs to another user which one proof is good for. */
  static final int MOST_TAKEN = 20;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final String ALL = "all";

  /**
   * How many times as many texts as for changes a recipient may get for proofs: users who begin to
   * change their number to one that is not theirs must not keep its owner from proving it.
   */
  private static final int PROOF_FACTOR = 5;

  private final String realmId;
  private final VerificationPolicy policy;

  String realmId() {
    return realmId;
  }

  RateLimits(String realmId, VerificationPolicy policy) {
    this.realmId = realmId;
    this.policy = policy;
  }

  /**
   * The limits of a message that are disclosed to the caller, from the narrowest to the one that
   * all share, which is thereby held shortest and always taken last.
   */
  List<Limit> ofSend(RateLimitKeys subject, String origin) {
    List<Limit> limits = new ArrayList<>(ofCooldown(subject.purpose(), subject.cooldown()));
    // The day first: limits are taken, and lifted, in the order of their scopes' names.
    limits.add(perDay("sends-day", subject.disclosed(), 1));
    privateFactor(subject)
        .ifPresent(factor -> limits.add(perDay("sends-day-private", subject.contact(), factor)));
    limits.add(perHour("sends-hour", subject.disclosed(), 1));
    privateFactor(subject)
        .ifPresent(factor -> limits.add(perHour("sends-hour-private", subject.contact(), factor)));
    if (subject.purpose().isPublic()) {
      limits.addAll(ofAddress(origin));
      if (!subject.purpose().asksAboutAccount()) {
        limits.addAll(ofRealm(subject));
      }
    }
    return limits;
  }

  /** The limits of a message that are not disclosed, in the same order. */
  List<Limit> ofUndisclosedSend(RateLimitKeys subject) {
    List<Limit> limits = new ArrayList<>();
    if (subject.purpose().asksAboutAccount()) {
      subject
          .undisclosed()
          .ifPresent(
              found -> {
                limits.addAll(ofCooldown(subject.purpose(), found));
                limits.add(perDay("sends-day", found, 1));
                limits.add(perHour("sends-hour", found, 1));
              });
      limits.addAll(ofRealm(subject));
    }
    return limits;
  }

  /**
   * Whether users consume a limit of the recipient beside their own, and how many times the
   * policy's: otherwise many users could have one number flooded that is none of theirs. It is a
   * row of its own, which no public request consumes.
   */
  private static Optional<Integer> privateFactor(RateLimitKeys subject) {
    boolean text = subject.recipient().channel() == Channel.sms;
    return switch (subject.purpose()) {
      case UPDATE -> text ? Optional.of(1) : Optional.empty();
      case VERIFY -> text ? Optional.of(PROOF_FACTOR) : Optional.empty();
      case REGISTRATION, LOGIN, SECOND_FACTOR, PASSWORD_RESET -> Optional.empty();
    };
  }

  private Limit perDay(String scope, String subject, int factor) {
    return limit(scope, subject, factor * policy.maxSendsPerDay(), DAY);
  }

  private Limit perHour(String scope, String subject, int factor) {
    return limit(scope, subject, factor * policy.maxSendsPerHour(), HOUR);
  }

  /** A confidential client speaks for all of its users, so it has no limit of an address. */
  private List<Limit> ofAddress(String origin) {
    return ClientAddress.isClient(origin)
        ? List.of()
        : ClientAddress.limits(
            limit("address-hour", origin, policy.maxSendsPerAddressHour(), HOUR));
  }

  /** What is not sent consumes rows of nobody's: strangers must not exceed the realm's for it. */
  private List<Limit> ofRealm(RateLimitKeys subject) {
    List<Limit> limits = new ArrayList<>();
    boolean sent = subject.isSent(policy);
    if (subject.recipient().channel() == Channel.sms && policy.maxSendsPerCountryDay() > 0) {
      String country =
          sent ? PhoneNumberParser.region(subject.recipient().phone()) : RateLimitKeys.NOBODY;
      limits.add(limit("country-day", country, policy.maxSendsPerCountryDay(), DAY));
    }
    String realm = sent ? ALL : RateLimitKeys.NOBODY;
    limits.add(limit("realm-day", realm, policy.maxSendsPerRealmDay(), DAY));
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
  Limit cooldown(RateLimitKeys subject) {
    return cooldown(subject.purpose(), subject.cooldown());
  }

  private Limit cooldown(Purpose purpose, String subject) {
    return limit("cooldown-" + purpose.id(), subject, 1, policy.resendCooldown());
  }

  private List<Limit> ofCooldown(Purpose purpose, String subject) {
    return policy.resendCooldown().isZero() ? List.of() : List.of(cooldown(purpose, subject));
  }

  /** The limit of guesses that is disclosed to the caller. */
  Limit ofGuess(RateLimitKeys subject) {
    return ofGuess(subject.purpose(), subject.disclosed());
  }

  /** The limit that makes a guess wrong without being disclosed, if there is one. */
  List<Limit> ofUndisclosedGuess(RateLimitKeys subject) {
    return subject.undisclosed().map(found -> ofGuess(subject.purpose(), found)).stream().toList();
  }

  private Limit ofGuess(Purpose purpose, String subject) {
    return limit("guesses-" + purpose.id(), subject, policy.maxAttemptsPerHour(), HOUR);
  }

  /** Wrong codes of the whole realm, for whichever purpose; empty if they are not limited. */
  Optional<Limit> ofFailures() {
    return policy.maxFailuresPerRealmHour() == 0
        ? Optional.empty()
        : Optional.of(limit("failures-hour", ALL, policy.maxFailuresPerRealmHour(), HOUR));
  }

  /** What nobody consumes is counted by the same statements and never exceeded. */
  private Limit limit(String scope, String subject, int max, Duration window) {
    int most = subject.equals(RateLimitKeys.NOBODY) ? Integer.MAX_VALUE : max;
    return new Limit(realmId, scope, subject, most, window);
  }
}
