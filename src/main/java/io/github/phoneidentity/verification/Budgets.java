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
final class Budgets {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration DAY = Duration.ofDays(1);
  private static final String ALL = "all";

  private final String realmId;
  private final VerificationPolicy policy;

  Budgets(String realmId, VerificationPolicy policy) {
    this.realmId = realmId;
    this.policy = policy;
  }

  /**
   * From the narrowest to the one that all share, which is thereby held shortest and always taken
   * last.
   */
  List<Limit> ofSend(Purpose purpose, Recipient recipient, String userId, String origin) {
    List<Limit> limits = new ArrayList<>();
    String owner = owner(purpose, recipient, userId);
    if (!policy.resendCooldown().isZero()) {
      limits.add(cooldown(purpose, recipient, userId));
    }
    limits.add(new Limit(realmId, "sends-hour", owner, policy.maxSendsPerHour(), HOUR));
    limits.add(new Limit(realmId, "sends-day", owner, policy.maxSendsPerDay(), DAY));
    if (purpose.isPublic()) {
      limits.add(new Limit(realmId, "address-hour", origin, policy.maxSendsPerAddressHour(), HOUR));
      if (recipient.channel() == Channel.sms && policy.maxSendsPerCountryDay() > 0) {
        String country = PhoneNumberParser.region(recipient.phone());
        limits.add(new Limit(realmId, "country-day", country, policy.maxSendsPerCountryDay(), DAY));
      }
      limits.add(new Limit(realmId, "realm-day", ALL, policy.maxSendsPerRealmDay(), DAY));
    }
    return limits;
  }

  /** At most one text within the cooldown. */
  Limit cooldown(Purpose purpose, Recipient recipient, String userId) {
    String subject = owner(purpose, recipient, userId);
    return new Limit(realmId, "cooldown-" + purpose.id(), subject, 1, policy.resendCooldown());
  }

  Limit ofGuess(Purpose purpose, Recipient recipient, String userId) {
    String owner = owner(purpose, recipient, userId);
    return new Limit(realmId, "guesses-" + purpose.id(), owner, policy.maxAttemptsPerHour(), HOUR);
  }

  private static String owner(Purpose purpose, Recipient recipient, String userId) {
    return purpose.isPublic() ? recipient.channel() + ":" + recipient.address() : "user:" + userId;
  }
}
