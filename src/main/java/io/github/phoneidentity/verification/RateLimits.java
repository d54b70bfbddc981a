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
 * The rate limits that a message and a guess consume. Any client can exceed the public limits of a
 * number, so an authenticated user has limits that no other user can consume.
 */
final class RateLimits {

  /** How many times one proof may be answered that a value belongs to another user. */
  static final int MOST_TAKEN = 20;

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final String ALL = "all";

  /**
   * How many times the texts for changes a recipient may get for verification: users who start to
   * change their number to one that is not theirs must not keep its owner from verifying it.
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
   * The limits of a message that are disclosed to the caller, from the narrowest to the realm's,
   * whose row is shared by all requests: it is locked last, and thereby for the shortest time.
   */
  List<Limit> ofSend(RateLimitKeys keys, String origin) {
    List<Limit> limits = new ArrayList<>(ofCooldown(keys.purpose(), keys.cooldown()));
    // The day comes first because limits are consumed and lifted in the order of their scopes'
    // names.
    limits.add(perDay("sends-day", keys.disclosed(), 1));
    privateFactor(keys)
        .ifPresent(factor -> limits.add(perDay("sends-day-private", keys.contact(), factor)));
    limits.add(perHour("sends-hour", keys.disclosed(), 1));
    privateFactor(keys)
        .ifPresent(factor -> limits.add(perHour("sends-hour-private", keys.contact(), factor)));
    if (keys.purpose().isPublic()) {
      limits.addAll(ofAddress(origin));
      if (!keys.purpose().asksAboutAccount()) {
        limits.addAll(ofRealm(keys));
      }
    }
    return limits;
  }

  /** The limits of a message that are not disclosed, in the same order. */
  List<Limit> ofUndisclosedSend(RateLimitKeys keys) {
    List<Limit> limits = new ArrayList<>();
    if (keys.purpose().asksAboutAccount()) {
      keys.undisclosed()
          .ifPresent(
              found -> {
                limits.addAll(ofCooldown(keys.purpose(), found));
                limits.add(perDay("sends-day", found, 1));
                limits.add(perHour("sends-hour", found, 1));
              });
      limits.addAll(ofRealm(keys));
    }
    return limits;
  }

  /**
   * The factor of the policy's limit for the recipient's private limit, which users consume beside
   * their own; empty if there is none. Otherwise many users could flood one number that is not
   * theirs. It is a separate row, which public requests do not consume.
   */
  private static Optional<Integer> privateFactor(RateLimitKeys keys) {
    boolean text = keys.recipient().channel() == Channel.sms;
    return switch (keys.purpose()) {
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

  /** A confidential client acts for all of its users, so it has no limit of an address. */
  private List<Limit> ofAddress(String origin) {
    return ClientAddress.isClient(origin)
        ? List.of()
        : ClientAddress.limits(
            limit("address-hour", origin, policy.maxSendsPerAddressHour(), HOUR));
  }

  /**
   * A message that is not sent consumes the decoys' rows, so that it cannot exceed the realm's
   * limits.
   */
  private List<Limit> ofRealm(RateLimitKeys keys) {
    List<Limit> limits = new ArrayList<>();
    boolean sent = keys.isSent(policy);
    if (keys.recipient().channel() == Channel.sms && policy.maxSendsPerCountryDay() > 0) {
      String country =
          sent ? PhoneNumberParser.region(keys.recipient().phone()) : RateLimitKeys.DECOY;
      limits.add(limit("country-day", country, policy.maxSendsPerCountryDay(), DAY));
    }
    String realm = sent ? ALL : RateLimitKeys.DECOY;
    limits.add(limit("realm-day", realm, policy.maxSendsPerRealmDay(), DAY));
    return limits;
  }

  /**
   * Answers {@code taken} to one proof, in a window that is not shorter than the longest lifespan
   * of a proof: a proof that exceeds it stays revoked. It is a separate row, because the request
   * that is answered may have locked the row of the proof.
   */
  static Limit ofTaken(String realmId, String proofId) {
    return new Limit(realmId, "taken-answers", "proof:" + proofId, MOST_TAKEN, DAY);
  }

  /** The limit of one message within the cooldown. */
  Limit cooldown(RateLimitKeys keys) {
    return cooldown(keys.purpose(), keys.cooldown());
  }

  private Limit cooldown(Purpose purpose, String subject) {
    return limit("cooldown-" + purpose.id(), subject, 1, policy.resendCooldown());
  }

  private List<Limit> ofCooldown(Purpose purpose, String subject) {
    return policy.resendCooldown().isZero() ? List.of() : List.of(cooldown(purpose, subject));
  }

  /** The limit of guesses that is disclosed to the caller. */
  Limit ofGuess(RateLimitKeys keys) {
    return ofGuess(keys.purpose(), keys.disclosed());
  }

  /** The undisclosed limit beyond which a guess is wrong, if there is one. */
  List<Limit> ofUndisclosedGuess(RateLimitKeys keys) {
    return keys.undisclosed().map(found -> ofGuess(keys.purpose(), found)).stream().toList();
  }

  private Limit ofGuess(Purpose purpose, String subject) {
    return limit("guesses-" + purpose.id(), subject, policy.maxAttemptsPerHour(), HOUR);
  }

  /** The limit of wrong codes in the realm, for all purposes; empty if they are not limited. */
  Optional<Limit> ofFailures() {
    return policy.maxFailuresPerRealmHour() == 0
        ? Optional.empty()
        : Optional.of(limit("failures-hour", ALL, policy.maxFailuresPerRealmHour(), HOUR));
  }

  /** Limits of decoys are counted by the same statements and never exceeded. */
  private Limit limit(String scope, String subject, int max, Duration window) {
    int most = subject.equals(RateLimitKeys.DECOY) ? Integer.MAX_VALUE : max;
    return new Limit(realmId, scope, subject, most, window);
  }
}
