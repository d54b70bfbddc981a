package io.github.phoneidentity.authentication.requiredactions;

import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicyProperties;
import java.time.Instant;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.provider.ProviderConfigProperty;

/** Makes {@code VERIFY_PHONE}, whose config is the realm's policy. */
public final class VerifyPhoneFactory implements RequiredActionFactory {

  private final VerifyPhone action =
      new VerifyPhone(() -> Instant.ofEpochMilli(Time.currentTimeMillis()));

  @Override
  public String getId() {
    return RealmPolicy.VERIFY_PHONE;
  }

  @Override
  public String getDisplayText() {
    return "Verify Phone";
  }

  @Override
  public List<ProviderConfigProperty> getConfigMetadata() {
    return VerificationPolicyProperties.all();
  }

  @Override
  public void validateConfig(
      KeycloakSession session, RealmModel realm, RequiredActionConfigModel model) {
    VerificationPolicyProperties.validate(session, realm, model);
  }

  @Override
  public RequiredActionProvider create(KeycloakSession session) {
    return action;
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}
