package io.github.phoneidentity.authentication.requiredactions;

import io.github.phoneidentity.authentication.ContactVerification;
import io.github.phoneidentity.authentication.StaleLogin;
import io.github.phoneidentity.authentication.Step;
import io.github.phoneidentity.credential.SmsOtpCredentials;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.identity.NumberInUse;
import io.github.phoneidentity.identity.NumberOnFile;
import io.github.phoneidentity.identity.ProvenNumber;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.policy.VerificationPolicyProperties;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.Recipient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * {@code VERIFY_PHONE}: a user proves the number that an administrator, an import or a broker has
 * put on file, or whose proof has grown too old. A user without a number, on whom an administrator
 * has set the action, proves one. The action's config is the realm's policy.
 */
public final class VerifyPhone implements StatelessAction {

  @Override
  public void evaluateTriggers(RequiredActionContext context) {
    StaleLogin.refuseEnd(context);
    UserModel user = context.getUser();
    if (!RealmPolicy.participates(context.getRealm())
        || user.getFirstAttribute(UserAttributes.PHONE_NUMBER) == null) {
      return;
    }
    if (isProven(context)) {
      // Proven elsewhere since an earlier login: a password grant would wait for it for ever.
      user.removeRequiredAction(RealmPolicy.VERIFY_PHONE);
    } else {
      user.addRequiredAction(RealmPolicy.VERIFY_PHONE);
    }
  }

  @Override
  public void requiredActionChallenge(RequiredActionContext context) {
    StaleLogin.refuse(context);
    if (onFile(context).isPresent() && isProven(context)) {
      context.success();
      return;
    }
    conversation(context).show();
  }

  @Override
  public void processAction(RequiredActionContext context) {
    StaleLogin.refuse(context);
    ContactVerification conversation = conversation(context);
    Optional<Challenge> proof = conversation.submit();
    if (proof.isPresent()) {
      finish(context, conversation, proof.get());
    }
  }

  private static void finish(
      RequiredActionContext context, ContactVerification conversation, Challenge proof) {
    Step step = Step.of(context, RealmPolicy.VERIFY_PHONE);
    UserModel user = context.getUser();
    Optional<Recipient> onFile = provable(context);
    boolean stillMeant = onFile.isEmpty() || onFile.get().equals(proof.recipient());
    if (!stillMeant || !step.spend(proof, user.getId())) {
      conversation.refuse("proofGone");
      return;
    }
    ClaimLedger ledger = ClaimLedger.of(context.getSession());
    String number = proof.recipient().address();
    if (!ledger.isFree(context.getRealm(), ClaimKind.phone, number, user.getId())) {
      Recipient recipient = proof.recipient();
      context
          .getEvent()
          .clone()
          .detail("contact", recipient.masked())
          .error(NumberInUse.error(context.getSession(), context.getRealm(), recipient.phone()));
      conversation.refuse("phoneTaken");
      return;
    }
    new SmsOtpCredentials(context.getRealm(), user).follow(proof.recipient().phone());
    ProvenNumber.store(context.getSession(), user, proof.recipient().phone());
    if (ledger.claimNow(user).contains(ClaimKind.phone)) {
      context.getSession().getTransactionManager().setRollbackOnly();
      context.failure("phoneIdentity.error.phoneTaken");
      return;
    }
    context.success();
  }

  private static ContactVerification conversation(RequiredActionContext context) {
    Step step = Step.of(context, RealmPolicy.VERIFY_PHONE);
    return provable(context)
        .map(recipient -> ContactVerification.of(step, Purpose.VERIFY, recipient))
        .orElseGet(() -> ContactVerification.asking(step, Purpose.VERIFY, Channel.sms, false));
  }

  /** The number on file, unless somebody else owns it: then its user has to prove another one. */
  private static Optional<Recipient> provable(RequiredActionContext context) {
    ClaimLedger ledger = ClaimLedger.of(context.getSession());
    String userId = context.getUser().getId();
    return onFile(context)
        .filter(
            found -> ledger.isFree(context.getRealm(), ClaimKind.phone, found.address(), userId));
  }

  private static Optional<Recipient> onFile(RequiredActionContext context) {
    return NumberOnFile.of(context.getRealm(), context.getUser())
        .map(file -> Recipient.of(file.number()));
  }

  private boolean isProven(RequiredActionContext context) {
    UserModel user = context.getUser();
    Duration maxAge = RealmPolicy.of(context.getRealm()).proofMaxAge();
    return ProvenNumber.isProven(user)
        && (maxAge.isZero()
            || provenAt(user).plus(maxAge).isAfter(Instant.ofEpochMilli(Time.currentTimeMillis())));
  }

  /** A proof that nobody has dated is taken for an old one. */
  private static Instant provenAt(UserModel user) {
    return ProvenNumber.provenAt(user).orElse(Instant.EPOCH);
  }

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
}
