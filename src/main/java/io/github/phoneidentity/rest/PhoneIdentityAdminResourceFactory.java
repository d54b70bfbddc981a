package io.github.phoneidentity.rest;

import io.github.phoneidentity.VersionInfo;
import io.github.phoneidentity.policy.ProviderIds;
import jakarta.ws.rs.core.Response;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProvider;
import org.keycloak.services.resources.admin.ext.AdminRealmResourceProviderFactory;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * The REST API for administrators, {@code /admin/realms/{realm}/phone-identity}. Most of its calls
 * need a realm in which the extension is enabled.
 */
public final class PhoneIdentityAdminResourceFactory
    implements AdminRealmResourceProviderFactory, AdminRealmResourceProvider, VersionInfo {

  @Override
  public String getId() {
    return ProviderIds.PHONE_IDENTITY;
  }

  @Override
  public AdminRealmResourceProvider create(KeycloakSession session) {
    return this;
  }

  @Override
  public Object getResource(
      KeycloakSession session,
      RealmModel realm,
      AdminPermissionEvaluator permissions,
      AdminEventBuilder event) {
    try {
      RequestHeaders.contentType(session);
    } catch (IllegalArgumentException unreadable) {
      throw ErrorResponse.error("Unreadable Content-Type", Response.Status.BAD_REQUEST);
    }
    return new PhoneIdentityAdminResource(session, realm, permissions, event);
  }

  @Override
  public void init(Config.Scope config) {}

  @Override
  public void postInit(KeycloakSessionFactory factory) {}

  @Override
  public void close() {}
}
