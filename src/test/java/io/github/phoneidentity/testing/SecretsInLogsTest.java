package io.github.phoneidentity.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The check that all other tests stand under finds what it looks for. */
class SecretsInLogsTest {

  @ParameterizedTest
  @ValueSource(strings = {"to %s.", "username=\"%s\"", "phone:%s,"})
  void findsNumbersInEverySpelling(String line) {
    String phone = Unique.phone();
    String national = Unique.national(phone);

    assertThat(SecretsInLogs.secrets(line.formatted(phone))).hasSize(1);
    assertThat(SecretsInLogs.secrets(line.formatted(phone.substring(1)))).hasSize(1);
    assertThat(SecretsInLogs.secrets(line.formatted(national))).hasSize(1);
    assertThat(SecretsInLogs.secrets(line.formatted(national.replace("-", "")))).hasSize(1);
    assertThat(SecretsInLogs.secrets(line.formatted("+82 (0)" + national.substring(1)))).hasSize(1);
  }

  @Test
  void passesMaskedNumbersAndTimes() {
    String phone = Unique.phone();

    assertThat(
            SecretsInLogs.secrets(
                "2026-11-21 22:54:26,521 INFO to +82******" + phone.substring(9) + " 123456789"))
        .isEmpty();
  }

  @Test
  void passesAddressesOfClients() {
    String digits = Unique.phone().substring(3);
    String address =
        String.join(
            ".",
            digits.substring(0, 2),
            digits.substring(2, 5),
            digits.substring(5, 8),
            digits.substring(8));

    assertThat(SecretsInLogs.secrets("type=\"LOGIN\", ipAddress=\"" + address + "\"")).isEmpty();
    assertThat(SecretsInLogs.secrets("username=\"" + address + "\"")).hasSize(1);
  }
}
