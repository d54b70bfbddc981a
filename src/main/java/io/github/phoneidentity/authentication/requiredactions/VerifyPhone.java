package io.github.phoneidentity.authentication.requiredactions;

import io.github.phoneidentity.account.DirectoryRefusal;
import io.github.phoneidentity.account.OtherFactor;
import io.github.phoneidentity.account.PhoneAssignment;
import io.github.phoneidentity.account.PhoneChange;
import io.github.phoneidentity.account.PhoneVerification;
import io.github.phoneidentity.authentication.CodeForm;
import io.github.phoneidentity.authentication.ContactVerification;
import io.github.phoneidentity.authentication.ExecutionContext;
import io.github.phoneidentity.authentication.StaleLogin;
import io.github.phoneidentity.identity.StoredPhoneNumber;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.policy.AuthNote.OfExecution;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.LostNumber;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicyProperties;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.Recipient;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.OIDCLoginProtocolService;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * {@code VERIFY_PHONE}: A user proves a number that an administrator, an import or a broker has
 * written, or whose proof is too old. A user without a number proves one if an administrator has
 * set the action. The action's config is the realm's policy.
 */
public final class VerifyPhone implements StatelessAction {

  /** The value of the button that changes the contact, by which a user says that it is lost. */
  private static final String LOST = "lost";

  @Override
  public void evaluateTriggers(RequiredActionContext context) {
    StaleLogin.refuseEnd(context);
    UserModel user = context.getUser();
    if (!RealmPolicy.participates(context.getRealm())
        || DirectoryRefusal.ofUser(user).isPresent()) {
      return;
    }
    PhoneVerification phone = phone(context);
    phone.reconcile();
    if (!phone.hasValue()) {
      return;
    }
    if (phone.isProven() || phone.isBeyondTheUser()) {
      // The number was proven meanwhile, or belongs to a directory and cannot be proven. A password
      // grant would never succeed as long as the action is set.
      user.removeRequiredAction(ProviderIds.VERIFY_PHONE);
    } else {
      user.addRequiredAction(ProviderIds.VERIFY_PHONE);
    }
  }

  @Override
  public void show(RequiredActionContext context) {
    if (isHandled(context)) {
      return;
    }
    verification(context).show();
  }

  /**
   * A number that was proven in another authentication session meanwhile needs no code any more.
   */
  @Override
  public void submit(RequiredActionContext context) {
    if (isHandled(context)) {
      return;
    }
    ContactVerification verification = verification(context);
    verification.submit().ifPresent(proof -> finish(context, verification, proof));
  }

  private static boolean isHandled(RequiredActionContext context) {
    PhoneVerification phone = phone(context);
    if (phone.isDone() || !(phone.hasValue() || isStillSet(context))) {
      context.success();
      return true;
    }
    return RefusedAction.show(context, phone.refusal());
  }

  /** The removal of a number also removes the action, which this login may already show. */
  private static boolean isStillSet(RequiredActionContext context) {
    return Stream.concat(
            context.getUser().getRequiredActionsStream(),
            context.getAuthenticationSession().getRequiredActions().stream())
        .anyMatch(ProviderIds.VERIFY_PHONE::equals);
  }

  private static void finish(
      RequiredActionContext context, ContactVerification verification, Challenge proof) {
    ExecutionContext step = ExecutionContext.of(context, ProviderIds.VERIFY_PHONE);
    Optional<PhoneNumber> before = storedNumber(context);
    PhoneAssignment result =
        proof.purpose() == Purpose.UPDATE
            ? new PhoneChange(context.getSession(), context.getUser()).make(step.binding(), proof)
            : phone(context).prove(step.binding(), proof);
    UpdatePhone.reportConflict(context, result, proof);
    switch (result) {
      case ASSIGNED -> {
        if (!before.equals(storedNumber(context))) {
          UpdatePhone.reportChange(context, before, proof);
        }
        context.success();
      }
      case PROOF_GONE -> verification.refuse("proofGone");
      case MANAGED -> RefusedAction.show(context, Optional.of(DirectoryRefusal.MANAGED));
      case IN_USE, UNPROVEN_IN_USE -> verification.refuse("phoneOfAnother");
      case RESERVED -> verification.refuse("phoneReserved");
    }
  }

  private static Optional<PhoneNumber> storedNumber(RequiredActionContext context) {
    return StoredPhoneNumber.of(context.getRealm(), context.getUser())
        .map(StoredPhoneNumber::number);
  }

  private static ContactVerification verification(RequiredActionContext context) {
    ExecutionContext step =
        ExecutionContext.of(context, ProviderIds.VERIFY_PHONE)
            .with(
                "signedOn",
                AuthenticatorUtil.isSSOAuthentication(context.getAuthenticationSession()))
            .with("signOutUrl", signOutUrl(context));
    Optional<Recipient> onFile = phone(context).onFile();
    if (onFile.isPresent() && isReplaceable(context)) {
      if (isLost(step)) {
        return ContactVerification.asking(step, Purpose.UPDATE, Channel.sms, false);
      }
      step = step.with("replaceNumber", LOST);
    }
    return onFile.isPresent()
        ? ContactVerification.of(step, Purpose.VERIFY, onFile.get())
        : ContactVerification.asking(step, Purpose.VERIFY, Channel.sms, false);
  }

  /** Whether the user may replace a lost number: the password alone is never enough. */
  private static boolean isReplaceable(RequiredActionContext context) {
    return RealmPolicy.of(context.getRealm()).lostNumber() == LostNumber.SECOND_FACTOR
        && OtherFactor.isEnrolledAfter(context.getRealm(), ProviderIds.VERIFY_PHONE)
        && OtherFactor.isUsed(context.getAuthenticationSession())
        && DirectoryRefusal.ofChange(context.getSession(), context.getRealm(), context.getUser())
            .isEmpty();
  }

  private static boolean isLost(ExecutionContext step) {
    if (step.posted(CodeForm.CHANGE).filter(LOST::equals).isPresent()) {
      step.note(OfExecution.NUMBER_LOST, LOST);
    }
    return step.note(OfExecution.NUMBER_LOST).isPresent();
  }

  /** Keycloak's page that ends the session of the browser, by which the user may have logged in. */
  private static String signOutUrl(RequiredActionContext context) {
    return OIDCLoginProtocolService.logoutUrl(context.getUriInfo())
        .build(context.getRealm().getName())
        .getPath();
  }

  private static PhoneVerification phone(RequiredActionContext context) {
    return new PhoneVerification(context.getSession(), context.getUser());
  }

  @Override
  public String getId() {
    return ProviderIds.VERIFY_PHONE;
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
}
