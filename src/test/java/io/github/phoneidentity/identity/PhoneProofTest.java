package io.github.phoneidentity.identity;

import static io.github.phoneidentity.identity.PhoneProof.Outcome.AS_BEFORE;
import static io.github.phoneidentity.identity.PhoneProof.Outcome.AS_WRITTEN;
import static io.github.phoneidentity.identity.PhoneProof.Outcome.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.common.util.Time;

class PhoneProofTest {

  @ParameterizedTest
  @CsvSource({
    "ADMINISTRATOR, AS_WRITTEN",
    "IMPORT, AS_WRITTEN",
    "DIRECTORY, AS_WRITTEN",
    "SELF_SERVICE, NONE",
    "BROKER, AS_WRITTEN",
    "CODE, NONE",
  })
  void trueCountsAtCreationOnTheWordOfWhoManagesUsers(
      RequestOrigin origin, PhoneProof.Outcome outcome) {
    assertThat(new PhoneProof(origin, true, true, false).outcome()).isEqualTo(outcome);
  }

  @ParameterizedTest
  @EnumSource
  void anyLaterChangeOfTheNumberDropsTheProof(RequestOrigin origin) {
    assertThat(new PhoneProof(origin, false, true, false).outcome()).isEqualTo(NONE);
  }

  @ParameterizedTest
  @EnumSource
  void provenChangeIsProvenWhoeverMakesIt(RequestOrigin origin) {
    assertThat(new PhoneProof(origin, false, true, true).outcome()).isEqualTo(AS_WRITTEN);
    assertThat(new PhoneProof(origin, true, true, true).outcome()).isEqualTo(AS_WRITTEN);
  }

  @ParameterizedTest
  @EnumSource(names = {"SELF_SERVICE", "BROKER", "DIRECTORY"})
  void whatTheyWriteToAnUnchangedNumberChangesNothing(RequestOrigin origin) {
    assertThat(new PhoneProof(origin, false, false, false).outcome()).isEqualTo(AS_BEFORE);
  }

  @ParameterizedTest
  @EnumSource(names = {"ADMINISTRATOR", "IMPORT", "CODE"})
  void administratorsMayVerifyAnUnchangedNumber(RequestOrigin origin) {
    assertThat(new PhoneProof(origin, false, false, false).outcome()).isEqualTo(AS_WRITTEN);
  }

  @ParameterizedTest
  @CsvSource({
    "true, true",
    "True, false",
    "TRUE, false",
    "'true ', false",
    "false, false",
    ", false"
  })
  void nothingButTrueIsTrue(String value, boolean proof) {
    assertThat(UserAttributes.isTrue(value)).isEqualTo(proof);
  }

  @Test
  void onlyOneValueIsAProof() {
    assertThat(PhoneProof.isProof(List.of("true"))).isTrue();
    assertThat(PhoneProof.isProof(List.of("false"))).isFalse();
    assertThat(PhoneProof.isProof(List.of())).isFalse();
    assertThat(PhoneProof.isProof(List.of("true", "true"))).isFalse();
  }

  @Test
  void onlyOneInstantThatHasPassedIsTheTimeOfAProof() {
    Instant now = Instant.ofEpochMilli(Time.currentTimeMillis());

    assertThat(PhoneProof.isInstant(List.of(now.toString()))).isTrue();
    assertThat(PhoneProof.isInstant(List.of(now.plusSeconds(60).toString()))).isFalse();
    assertThat(PhoneProof.isInstant(List.of("yesterday"))).isFalse();
    assertThat(PhoneProof.isInstant(Collections.singletonList(null))).isFalse();
    assertThat(PhoneProof.isInstant(List.of())).isFalse();
    assertThat(PhoneProof.isInstant(List.of(now.toString(), now.toString()))).isFalse();
  }
}
