package io.github.phoneidentity.authentication.directgrant;

import io.github.phoneidentity.account.SmsOtpFactor;
import io.github.phoneidentity.authentication.DisabledExtension;
import io.github.phoneidentity.authentication.SmsOtpGrant;
import io.github.phoneidentity.authentication.SmsOtpStep;
import io.github.phoneidentity.authentication.StepFactory;
import io.github.phoneidentity.credential.SmsOtpCredentialModel;
import io.github.phoneidentity.limit.RetryAfter;
import io.github.phoneidentity.policy.EventErrors;
import io.github.phoneidentity.policy.ProviderIds;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import org.keycloak.OAuthErrorException;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.authenticators.directgrant.AbstractDirectGrantAuthenticator;
import org.keycloak.events.Errors;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/**
 * {@code direct-grant-validate-sms-code}: the second factor of a password grant. Without parameter
 * {@code sms_code} the answer is 401 {@code sms_code_required} and a text is sent; with a right
 * code the grant continues. Wrong and expired codes are answered like a wrong password, with 401
 * {@code invalid_grant}, and exceeded rate limits with 429 {@code too_many_requests} and {@code
 * Retry-After}.
 */
public final class ValidateSmsCode extends AbstractDirectGrantAuthenticator
    implements SmsOtpStep, StepFactory {

  static final String PARAMETER = "sms_code";

  private static final String REQUIRED = EventErrors.SMS_CODE_REQUIRED;
  private static final int TOO_MANY_REQUESTS = 429;

  @Override
  public void authenticate(AuthenticationFlowContext context) {
    if (DisabledExtension.isSkipped(context)) {
      failRequired(context);
      return;
    }
    List<SmsOtpFactor> factors =
        SmsOtpFactor.of(context.getSession(), context.getRealm(), context.getUser());
    if (factors.isEmpty()) {
      refuse(context, "There is no number that a code can be sent to");
      return;
    }
    SmsOtpGrant grant = new SmsOtpGrant(context, factors.get(0));
    String typed = context.getHttpRequest().getDecodedFormParameters().getFirst(PARAMETER);
    if (typed == null || typed.isBlank()) {
      sendCode(context, grant);
    } else {
      validate(context, grant, typed);
    }
  }

  /**
   * Fails a required execution, because Keycloak answers a grant with a server error if one was
   * attempted.
   */
  private void failRequired(AuthenticationFlowContext context) {
    if (context.getExecution().isRequired()) {
      refuse(context, "Codes by text message are switched off here");
    }
  }

  private void sendCode(AuthenticationFlowContext context, SmsOtpGrant grant) {
    SmsOtpGrant.Answer answer = grant.send();
    switch (answer.outcome()) {
      case GOES_ON ->
          fail(
              context,
              REQUIRED,
              errorResponse(401, REQUIRED, "A code was sent to " + answer.text()));
      case REFUSED -> refuse(context, answer.text());
      case LIMITED -> limit(context, answer.retryAfter());
    }
  }

  private void validate(AuthenticationFlowContext context, SmsOtpGrant grant, String typed) {
    SmsOtpGrant.Answer answer = grant.confirm(typed);
    switch (answer.outcome()) {
      case GOES_ON -> context.success(SmsOtpCredentialModel.TYPE);
      case REFUSED -> refuse(context, answer.text());
      case LIMITED -> limit(context, answer.retryAfter());
    }
  }

  private void refuse(AuthenticationFlowContext context, String description) {
    fail(
        context,
        Errors.INVALID_USER_CREDENTIALS,
        errorResponse(401, OAuthErrorException.INVALID_GRANT, description));
  }

  private void limit(AuthenticationFlowContext context, Duration retryAfter) {
    Response answer =
        errorResponse(TOO_MANY_REQUESTS, EventErrors.TOO_MANY_REQUESTS, "Too many codes");
    long seconds = RetryAfter.seconds(retryAfter);
    fail(
        context,
        EventErrors.TOO_MANY_REQUESTS,
        Response.fromResponse(answer).header(HttpHeaders.RETRY_AFTER, seconds).build());
  }

  private static void fail(AuthenticationFlowContext context, String event, Response answer) {
    context.getEvent().user(context.getUser()).error(event);
    context.failure(AuthenticationFlowError.INVALID_CREDENTIALS, answer);
  }

  @Override
  public String getId() {
    return ProviderIds.DIRECT_GRANT_SMS_CODE;
  }

  @Override
  public String getDisplayType() {
    return "SMS Code Validation";
  }

  @Override
  public String getHelpText() {
    return "Sends a code to a number that the user has enrolled as a second factor, unless the"
        + " direct grant request brings it as parameter 'sms_code'.";
  }

  @Override
  public String getReferenceCategory() {
    return SmsOtpCredentialModel.TYPE;
  }

  @Override
  public boolean isUserSetupAllowed() {
    return true;
  }

  @Override
  public Requirement[] getRequirementChoices() {
    return new Requirement[] {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};
  }
}
