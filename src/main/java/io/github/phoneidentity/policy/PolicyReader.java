package io.github.phoneidentity.policy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Reads stored values into a {@link VerificationPolicy}, and logs a warning for each invalid one.
 */
final class PolicyReader {

  private static final Logger LOG = Logger.getLogger(PolicyReader.class);

  private final Map<String, String> config;
  private final String owner;

  private PolicyReader(Map<String, String> config, String owner) {
    this.config = config;
    this.owner = owner;
  }

  /**
   * @param owner the owner of the policy for the log, as a phrase that follows "The policy"
   */
  static VerificationPolicy read(Map<String, String> config, String owner) {
    PolicyReader reader = new PolicyReader(config, owner);
    reader.warnOfUnknownKeys();
    return reader.policy();
  }

  private VerificationPolicy policy() {
    return new VerificationPolicy(
        value(PolicySettings.DEFAULT_REGION),
        Set.copyOf(value(PolicySettings.ALLOWED_COUNTRIES)),
        Set.copyOf(value(PolicySettings.ALLOWED_NUMBER_TYPES)),
        value(PolicySettings.CODE_LENGTH),
        Duration.ofSeconds(value(PolicySettings.CODE_LIFESPAN)),
        Duration.ofSeconds(value(PolicySettings.PROOF_LIFESPAN)),
        value(PolicySettings.MAX_ATTEMPTS),
        value(PolicySettings.MAX_ATTEMPTS_PER_HOUR),
        value(PolicySettings.MAX_FAILURES_PER_REALM_HOUR),
        Duration.ofSeconds(value(PolicySettings.RESEND_COOLDOWN)),
        value(PolicySettings.MAX_SENDS_PER_HOUR),
        value(PolicySettings.MAX_SENDS_PER_DAY),
        value(PolicySettings.MAX_SENDS_PER_ADDRESS_HOUR),
        value(PolicySettings.MAX_CHECKS_PER_ADDRESS_HOUR),
        value(PolicySettings.MAX_SENDS_PER_REALM_DAY),
        value(PolicySettings.MAX_SENDS_PER_COUNTRY_DAY),
        value(PolicySettings.REVEAL_CONTACTS),
        value(PolicySettings.GATEWAYS),
        value(PolicySettings.TEST_NUMBERS),
        Duration.ofDays(value(PolicySettings.PROOF_MAX_AGE)),
        value(PolicySettings.LOST_NUMBER),
        Duration.ofDays(value(PolicySettings.RELEASED_NUMBER_QUARANTINE)));
  }

  private <T> T value(PolicySetting<T> setting) {
    String text = config.get(setting.key());
    if (text == null || text.isBlank()) {
      return setting.type().defaultValue();
    }
    String typed = text.strip();
    return setting
        .type()
        .problem(typed)
        .map(problem -> fallback(setting, typed, problem))
        .orElseGet(() -> setting.type().read(typed));
  }

  private <T> T fallback(PolicySetting<T> setting, String typed, String problem) {
    T used = setting.type().fallback(typed);
    LOG.warnf(
        "The policy %s has an invalid value: %s %s. Used instead: %s",
        owner, setting.key(), problem, used);
    return used;
  }

  private void warnOfUnknownKeys() {
    for (String key : config.keySet()) {
      if (!VerificationPolicyProperties.knows(key)) {
        LOG.warnf("The policy %s has no key '%s': it is ignored", owner, Abbreviation.of(key));
      }
    }
  }
}
