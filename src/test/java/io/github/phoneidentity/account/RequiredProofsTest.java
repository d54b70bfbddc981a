package io.github.phoneidentity.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.policy.Channel;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequiredProofsTest {

  @ParameterizedTest
  @CsvSource({
    // sms-otp, address, verified, proven, what is missing
    "false, false, false, sms, COMPLETE",
    "false, true, true, sms, COMPLETE",
    "false, true, false, sms email, COMPLETE",
    "true, true, true, sms, EMAIL_AS_WELL",
    "true, true, false, sms, EMAIL_AS_WELL",
    "true, true, false, sms email, COMPLETE",
    "true, false, false, sms, ADMINISTRATOR",
    "false, true, true, email, COMPLETE",
    "true, true, true, email, COMPLETE",
    "false, true, false, email, NOT_ALLOWED",
    "true, true, false, email, NOT_ALLOWED",
    "false, true, true, '', NOT_ALLOWED",
  })
  void smsIsNeverBothTheResetAndAFactorOfTheNextLogin(
      boolean smsOtp, boolean address, boolean verified, String proven, RequiredProofs missing) {
    Set<Channel> channels =
        Arrays.stream(proven.split(" "))
            .filter(name -> !name.isEmpty())
            .map(Channel::valueOf)
            .collect(Collectors.toSet());

    assertThat(RequiredProofs.decide(smsOtp, address, verified, channels)).isEqualTo(missing);
  }
}
