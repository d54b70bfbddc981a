package io.github.phoneidentity.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.verification.Purpose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BruteForceReportsTest {

  @ParameterizedTest
  @EnumSource
  void onlyCodesOfALoginCount(Purpose purpose) {
    String category =
        switch (purpose) {
          case LOGIN -> "password";
          case SECOND_FACTOR -> "otp";
          case REGISTRATION, PASSWORD_RESET, VERIFY, UPDATE -> null;
        };

    assertThat(BruteForceReports.categoryOf(purpose).orElse(null)).isEqualTo(category);
  }
}
