package io.github.phoneidentity.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.LogCapture;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.RequiredActionProviderModel;

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
    RequiredActionProviderModel action = new RequiredActionProviderModel();
    action.setAlias("my alias");
    action.setProviderId(providerId);
    action.setEnabled(enabled);
    RequiredActionConfigModel actionConfig = new RequiredActionConfigModel();
    actionConfig.setConfig(config);
    return (RealmModel)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {RealmModel.class},
            (proxy, method, args) ->
                switch (method.getName()) {
                  case "getId" -> realmId;
                  case "getName" -> "demo";
                  case "getRequiredActionProvidersStream" -> Stream.of(action);
                  case "getRequiredActionConfigByAlias" ->
                      args[0].equals("my alias") ? actionConfig : null;
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }
}
