package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.ClaimRevocation;
import io.github.phoneidentity.identity.AdoptionReport;
import io.github.phoneidentity.identity.ClaimDetails;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.AdminEventResources;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.rest.AdminBodies.Adoption;
import io.github.phoneidentity.rest.AdminBodies.Claim;
import io.github.phoneidentity.rest.AdminBodies.Limits;
import io.github.phoneidentity.rest.AdminBodies.Texts;
import io.github.phoneidentity.rest.RequestBodies.AdoptionRequest;
import io.github.phoneidentity.verification.NumberLimits;
import io.github.phoneidentity.verification.TextCheck;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.keycloak.events.admin.OperationType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.ErrorResponse;
import org.keycloak.services.resources.admin.AdminEventBuilder;
import org.keycloak.services.resources.admin.fgap.AdminPermissionEvaluator;
import org.keycloak.storage.ReadOnlyException;

/**
 * The API for administrators, under {@code /admin/realms/{realm}/phone-identity}. Reading requires
 * the permission to view users (texts: the realm), and changing the permission to manage users;
 * errors have the format of Keycloak's admin REST API.
 */
@Produces(MediaType.APPLICATION_JSON)
public final class PhoneIdentityAdminResource {

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

  /** The current rate limits and cooldowns of a phone number. */
  @GET
  @Path("limits")
  public Limits limits(@QueryParam("phone") String phone) {
    permissions.users().requireView();
    requireParticipation();
    PhoneNumber number = number(phone);
    Optional<UserModel> owner = owner(ClaimKind.phone, number.e164());
    owner.ifPresent(permissions.users()::requireView);
    return Limits.of(limits(number, owner).find());
  }

  /** Resets the rate limits and cooldowns of a phone number. */
  @DELETE
  @Path("limits")
  public Response liftLimits(@QueryParam("phone") String phone) {
    permissions.users().requireManage();
    requireParticipation();
    PhoneNumber number = number(phone);
    Optional<UserModel> owner = owner(ClaimKind.phone, number.e164());
    owner.ifPresent(permissions.users()::requireManage);
    limits(number, owner).lift();
    event
        .operation(OperationType.DELETE)
        .resource(AdminEventResources.LIMITS)
        .resourcePath(ProviderIds.PHONE_IDENTITY, "limits", number.masked())
        .success();
    return Response.noContent().build();
  }

  /** How the realm's texts turn out: their segments, and what is wrong with its own messages. */
  @GET
  @Path("texts")
  public Texts texts() {
    permissions.realm().requireViewRealm();
    requireParticipation();
    return Texts.of(TextCheck.all(session, realm));
  }

  /** The owner of a phone number or nickname, when it was claimed and when it was proven. */
  @GET
  @Path("claims")
  public Claim claim(@QueryParam("phone") String phone, @QueryParam("nickname") String nickname) {
    permissions.users().requireView();
    requireParticipation();
    ClaimValue value = value(phone, nickname);
    ClaimDetails details =
        ClaimLedger.of(session)
            .describe(realm, value.kind(), value.canonical())
            .orElseThrow(PhoneIdentityAdminResource::noOwner);
    Optional.ofNullable(session.users().getUserById(realm, details.userId()))
        .ifPresent(permissions.users()::requireView);
    return Claim.of(value, details);
  }

  /** Revokes a phone number or nickname; its owner is notified by e-mail. */
  @DELETE
  @Path("claims")
  public Response revokeClaim(
      @QueryParam("phone") String phone, @QueryParam("nickname") String nickname) {
    permissions.users().requireManage();
    requireParticipation();
    ClaimValue value = value(phone, nickname);
    UserModel owner =
        owner(value.kind(), value.key()).orElseThrow(PhoneIdentityAdminResource::noOwner);
    permissions.users().requireManage(owner);
    try {
      new ClaimRevocation(session, realm).revoke(value, owner);
    } catch (ReadOnlyException directory) {
      throw ErrorResponse.error("User is read only!", Response.Status.BAD_REQUEST);
    }
    event
        .operation(OperationType.DELETE)
        .resource(AdminEventResources.CLAIMS)
        .resourcePath(ProviderIds.PHONE_IDENTITY, "claims", ClaimRevocation.shown(value))
        .success();
    return Response.noContent().build();
  }

  private static WebApplicationException noOwner() {
    return ErrorResponse.error("Nobody owns it", Response.Status.NOT_FOUND);
  }

  private Optional<UserModel> owner(ClaimKind kind, String key) {
    return ClaimLedger.of(session)
        .find(realm, kind, key)
        .map(claim -> session.users().getUserById(realm, claim.userId()));
  }

  /**
   * Starts the adoption of the realm's users from the beginning, in the background.
   *
   * @param body empty, or {@code {"dryRun":true}} to list conflicts without writing claims, which
   *     is also possible before the extension is enabled in the realm
   */
  @POST
  @Path("adopt")
  public Response adopt(InputStream body) {
    permissions.users().requireManage();
    boolean dryRun = isDryRun(body);
    if (!dryRun) {
      requireParticipation();
    }
    ClaimLedger.of(session).adopt(realm, dryRun);
    event
        .operation(OperationType.ACTION)
        .resource(AdminEventResources.ADOPTION)
        .resourcePath(ProviderIds.PHONE_IDENTITY, "adopt")
        .detail("dryRun", Boolean.toString(dryRun))
        .success();
    return Response.accepted(Adoption.of(adoption())).build();
  }

  private static boolean isDryRun(InputStream body) {
    try {
      AdoptionRequest none = new AdoptionRequest(false);
      return JsonBody.readOptional(body, AdoptionRequest.class, none).dryRun();
    } catch (Problem invalid) {
      throw ErrorResponse.error(
          "The body may be empty or {\"dryRun\":true}", Response.Status.BAD_REQUEST);
    }
  }

  private void requireParticipation() {
    if (!RealmPolicy.participates(realm)) {
      throw ErrorResponse.error("The realm does not take part", Response.Status.NOT_FOUND);
    }
  }

  /** The state of the last adoption, with the conflicts that it has found. */
  @GET
  @Path("adopt")
  public Adoption adopted() {
    permissions.users().requireView();
    return Adoption.of(adoption());
  }

  private AdoptionReport adoption() {
    return ClaimLedger.of(session)
        .adoption(realm, MOST_CONFLICTS)
        .orElseThrow(() -> ErrorResponse.error("Not adopted yet", Response.Status.NOT_FOUND));
  }

  private NumberLimits limits(PhoneNumber number, Optional<UserModel> owner) {
    return new NumberLimits(session, realm, number, owner.orElse(null));
  }

  private PhoneNumber number(String phone) {
    return new PhoneNumber(value(ClaimKind.phone, phone).canonical());
  }

  private ClaimValue value(String phone, String nickname) {
    if ((phone == null) == (nickname == null)) {
      throw ErrorResponse.error("Give either phone or nickname", Response.Status.BAD_REQUEST);
    }
    if (phone == null) {
      return value(ClaimKind.nickname, nickname);
    }
    // A user may have a stored value that never was a number: no user owns it.
    return parsed(ClaimKind.phone, phone)
        .orElseThrow(
            () ->
                phone.codePoints().anyMatch(Character::isDigit)
                    ? noOwner()
                    : invalid(ClaimKind.phone));
  }

  private ClaimValue value(ClaimKind kind, String typed) {
    return parsed(kind, typed).orElseThrow(() -> invalid(kind));
  }

  private Optional<ClaimValue> parsed(ClaimKind kind, String typed) {
    return ClaimValue.parseStored(kind, typed, RealmPolicy.of(realm).defaultRegion());
  }

  private static WebApplicationException invalid(ClaimKind kind) {
    return ErrorResponse.error("Invalid " + kind.name(), Response.Status.BAD_REQUEST);
  }
}
