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
  private final String whose;

  private PolicyReader(Map<String, String> config, String whose) {
    this.config = config;
    this.whose = whose;
  }

  /**
   * @param whose the owner of the policy for the log, as a phrase that follows "The policy"
   */
  static VerificationPolicy read(Map<String, String> config, String whose) {
    PolicyReader reader = new PolicyReader(config, whose);
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
        Duration.ofDays(value(PolicySettings.PROOF_MAX_AGE)),
        Duration.ofDays(value(PolicySettings.RELEASED_NUMBER_QUARANTINE)));
  }

  private <T> T value(PolicySetting<T> setting) {
    String text = config.get(setting.key());
    if (text == null || text.isBlank()) {
      return setting.rule().preset();
    }
    String typed = text.strip();
    return setting
        .rule()
        .problem(typed)
        .map(problem -> instead(setting, typed, problem))
        .orElseGet(() -> setting.rule().read(typed));
  }

  private <T> T instead(PolicySetting<T> setting, String typed, String problem) {
    T used = setting.rule().insteadOf(typed);
    LOG.warnf(
        "The policy %s has an invalid value: %s %s. Used instead: %s",
        whose, setting.key(), problem, used);
    return used;
  }

  private void warnOfUnknownKeys() {
    for (String key : config.keySet()) {
      if (!VerificationPolicyProperties.knows(key)) {
        LOG.warnf("The policy %s has no key '%s': it is ignored", whose, Shown.of(key));
      }
    }
  }
}
