package io.github.phoneidentity.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RoutingKeyTest {

  private static final String ID = "0c3dd3f2-9b0e-4d3a-8a53-7f5a6b1c2d3e";

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "demo demo.user.registered",
        "acme.kr acme%2Ekr.user.registered",
        "'a#b' a%23b.user.registered",
        "* %2A.user.registered",
        "100%.# 100%25%2E%23.user.registered",
        "%2E %252E.user.registered",
        "한글 한글.user.registered"
      })
  void nameIsEncodedWhereItWouldMeanSomething(String realm, String key) {
    assertThat(RoutingKey.of(realm, ID, UserEventType.REGISTERED)).isEqualTo(key);
  }

  @ParameterizedTest
  @EnumSource
  void longNamesStandAsFarAsTheyFit(UserEventType type) {
    String latin = "a".repeat(200);
    String hangul = "가".repeat(200);
    String encoded = ".".repeat(100);

    assertThat(RoutingKey.of(latin, ID, type)).isEqualTo(latin + "." + type.qualified());
    assertThat(RoutingKey.of(hangul, ID, type)).isEqualTo(ID + "." + type.qualified());
    assertThat(RoutingKey.of(encoded, ID, type)).isEqualTo(ID + "." + type.qualified());
  }

  @Test
  void bytesAreCountedAndNotCharacters() {
    String end = "." + UserEventType.DELETED.qualified();
    String fits = "가".repeat((255 - end.length()) / 3);

    assertThat(RoutingKey.of(fits, ID, UserEventType.DELETED)).startsWith(fits);
    assertThat(RoutingKey.of(fits + "abc", ID, UserEventType.DELETED)).startsWith(ID);
    assertThat(
            RoutingKey.of(fits + "ab", ID, UserEventType.DELETED).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThanOrEqualTo(255);
  }

  @ParameterizedTest
  @CsvSource({
    "REGISTERED, user.registered, registered",
    "PHONE_VERIFIED, user.phone-verified, phone-verified",
    "PASSWORD_CHANGED, user.password-changed, password-changed",
    "REALM_DELETED, realm.deleted, realm.deleted"
  })
  void typesAreNamedAsBindingsNameThem(UserEventType type, String qualified, String id) {
    assertThat(type.qualified()).isEqualTo(qualified);
    assertThat(type.id()).isEqualTo(id);
  }
}
