package io.github.phoneidentity.rest;

import io.github.phoneidentity.identity.AdoptionReport;
import io.github.phoneidentity.identity.Claim;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.NumberLimits;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;

/**
 * What administrators see and change, under {@code /admin/realms/{realm}/phone-identity}. Who may
 * view users may look, who may manage users may change; errors look like those of Keycloak's admin
 * REST API.
 */
@Produces(MediaType.APPLICATION_JSON)
public final class PhoneIdentityAdminResource {

  private static final String LIMITS = "PHONE_IDENTITY_LIMITS";
  private static final String ADOPTION = "PHONE_IDENTITY_ADOPTION";
  private static final int MOST_CONFLICTS = 1000;

  private final KeycloakSession session;
  private final RealmModel realm;
  private final AdminPermissionEvaluator permissions;
  private final AdminEventBuilder event;

  PhoneIdentityAdminResource(
      KeycloakSession session,
      RealmModel realm,
      AdminPermissionEvaluator permissions,
      AdminEventBuilder event) {
    this.session = session;
    this.realm = realm;
    this.permissions = permissions;
    this.event = event;
  }

  /** The limits and cooldowns of a number that are in use now. */
  @GET
  @Path("limits")
  public Map<String, List<Map<String, Object>>> limits(@QueryParam("phone") String phone) {
    permissions.users().requireView();
    return Map.of("limits", limits(number(phone)).find().stream().map(AdminViews::of).toList());
  }

  /** Lifts the limits and cooldowns of a number. */
  @DELETE
  @Path("limits")
  public Response liftLimits(@QueryParam("phone") String phone) {
    permissions.users().requireManage();
    PhoneNumber number = number(phone);
    limits(number).lift();
    event
        .operation(OperationType.DELETE)
        .resource(LIMITS)
        .resourcePath("phone-identity", "limits", number.masked())
        .success();
    return Response.noContent().build();
  }

  /** Who owns a phone number or nickname, since when, proven when. */
  @GET
  @Path("claims")
  public Map<String, Object> claim(
      @QueryParam("phone") String phone, @QueryParam("nickname") String nickname) {
    permissions.users().requireView();
    if ((phone == null) == (nickname == null)) {
      throw ErrorResponse.error("Give either phone or nickname", Response.Status.BAD_REQUEST);
    }
    ClaimValue value =
        phone == null ? value(ClaimKind.nickname, nickname) : value(ClaimKind.phone, phone);
    return ClaimLedger.of(session)
        .describe(realm, value.kind(), value.canonical())
        .map(details -> AdminViews.of(value, details))
        .orElseThrow(() -> ErrorResponse.error("Nobody owns it", Response.Status.NOT_FOUND));
  }

  /** Has the realm's users adopted from the beginning, in the background. */
  @POST
  @Path("adopt")
  public Response adopt() {
    permissions.users().requireManage();
    ClaimLedger.of(session).adopt(realm);
    event
        .operation(OperationType.ACTION)
        .resource(ADOPTION)
        .resourcePath("phone-identity", "adopt")
        .success();
    return Response.accepted(AdminViews.of(adoption())).build();
  }

  /** How the last adoption went, or goes, with the conflicts that it found. */
  @GET
  @Path("adopt")
  public Map<String, Object> adopted() {
    permissions.users().requireView();
    return AdminViews.of(adoption());
  }

  private AdoptionReport adoption() {
    return ClaimLedger.of(session)
        .adoption(realm, MOST_CONFLICTS)
        .orElseThrow(() -> ErrorResponse.error("Not adopted yet", Response.Status.NOT_FOUND));
  }

  private NumberLimits limits(PhoneNumber number) {
    String owner =
        ClaimLedger.of(session)
            .find(realm, ClaimKind.phone, number.e164())
            .map(Claim::userId)
            .orElse(null);
    return new NumberLimits(session, realm, number, owner);
  }

  private PhoneNumber number(String phone) {
    return new PhoneNumber(value(ClaimKind.phone, phone).canonical());
  }

  private ClaimValue value(ClaimKind kind, String typed) {
    return ClaimValue.parse(kind, typed, RealmPolicy.of(realm).defaultRegion())
        .orElseThrow(
            () -> ErrorResponse.error("Invalid " + kind.name(), Response.Status.BAD_REQUEST));
  }
}
