package io.github.phoneidentity.rest;

import io.github.phoneidentity.identity.Claim;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.limit.LimitUse;
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

  private static final int MOST_CONFLICTS = 1000;
  private static final String ADOPTION = "PHONE_IDENTITY_ADOPTION";
  private static final String LIMITS = "PHONE_IDENTITY_LIMITS";

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
    return Map.of(
        "limits",
        limits(number(phone)).find().stream().map(PhoneIdentityAdminResource::view).toList());
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

  /** Who owns a number or a nickname, since when, and when the number was proven. */
  @GET
  @Path("claims")
  public Map<String, Object> claim(
      @QueryParam("phone") String phone, @QueryParam("nickname") String nickname) {
    permissions.users().requireView();
    if ((phone == null) == (nickname == null)) {
      throw ErrorResponse.error("Give phone or nickname", Response.Status.BAD_REQUEST);
    }
    ClaimKind kind = phone == null ? ClaimKind.nickname : ClaimKind.phone;
    ClaimValue value = value(kind, phone == null ? nickname : phone);
    return ClaimLedger.of(session)
        .describe(realm, kind, value.canonical())
        .map(claim -> ClaimViews.of(kind, claim))
        .orElseThrow(() -> ErrorResponse.error("Nobody owns it", Response.Status.NOT_FOUND));
  }

  /** How the last adoption of this realm's users went, or goes. */
  @GET
  @Path("adopt")
  public Map<String, Object> adoption() {
    permissions.users().requireView();
    return ClaimLedger.of(session)
        .adoption(realm, MOST_CONFLICTS)
        .map(ClaimViews::of)
        .orElseThrow(() -> ErrorResponse.error("Not begun", Response.Status.NOT_FOUND));
  }

  /** Has the users of this realm adopted again, unless that is going on. */
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
    return Response.accepted(adoption()).build();
  }

  private NumberLimits limits(PhoneNumber number) {
    String owner =
        ClaimLedger.of(session)
            .find(realm, ClaimKind.phone, number.e164())
            .map(Claim::userId)
            .orElse(null);
    return new NumberLimits(session, realm, number, owner);
  }

  private static Map<String, Object> view(LimitUse use) {
    return Map.of(
        "limit", use.scope(),
        "of", use.subject().startsWith("user:") ? "user" : "phone",
        "used", use.used(),
        "endsIn", Verifications.seconds(use.endsIn()));
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
