package io.github.phoneidentity.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doReturn;

import io.github.phoneidentity.LogCapture;
import io.github.phoneidentity.testing.Stub;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;

class RealmPolicyTest {

  private final String realmId = UUID.randomUUID().toString();

  @Test
  void aRealmTakesPartWhenTheActionIsRegisteredAndEnabled() {
    assertThat(RealmPolicy.participates(realm("VERIFY_PHONE", true, Map.of()))).isTrue();
    assertThat(RealmPolicy.participates(realm("VERIFY_PHONE", false, Map.of()))).isFalse();
    assertThat(RealmPolicy.participates(realm("VERIFY_EMAIL", true, Map.of()))).isFalse();
  }

  @Test
  void thePolicyIsTheConfigOfTheActionWhateverItsAlias() {
    assertThat(RealmPolicy.of(realm("VERIFY_PHONE", true, Map.of("code-length", "7"))).codeLength())
        .isEqualTo(7);
    assertThat(RealmPolicy.of(realm("VERIFY_PHONE", true, Map.of("code-length", "8"))).codeLength())
        .isEqualTo(8);
    assertThat(RealmPolicy.of(realm("VERIFY_PHONE", true, null)).codeLength()).isEqualTo(6);
    assertThat(RealmPolicy.of(realm("VERIFY_EMAIL", true, Map.of("code-length", "7"))).codeLength())
        .isEqualTo(6);
  }

  @Test
  void anInvalidValueIsToldOncePerChangeAndNamesTheRealm() {
    try (LogCapture log = LogCapture.of(PolicyReader.class)) {
      RealmPolicy.of(realm("VERIFY_PHONE", true, Map.of("code-length", "1")));
      RealmPolicy.of(realm("VERIFY_PHONE", true, Map.of("code-length", "1")));
      assertThat(log.lines()).singleElement().asString().contains("realm demo", "code-length");

      RealmPolicy.of(realm("VERIFY_PHONE", true, Map.of("code-length", "2")));
      assertThat(log.lines()).hasSize(2);
    }
  }

  private RealmModel realm(String providerId, boolean enabled, Map<String, String> config) {
    RealmModel realm = Stub.realm();
    doReturn(realmId).when(realm).getId();
    Stub.setAction(realm, providerId, enabled, config);
    return realm;
  }
}
