package io.github.phoneidentity.sms.sns;

import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.client.HttpOutcome;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer of SNS means. The code of the error decides, and the status where the code is not
 * in the table.
 *
 * @param code the code; empty if there is none
 */
record SnsError(String code, SendResult result) {

  /** Errors after which other credentials may be accepted. */
  private static final Set<String> OF_CREDENTIALS =
      Set.of(
          "ExpiredToken",
          "InvalidClientTokenId",
          "UnrecognizedClient",
          "InvalidSecurity",
          "SignatureDoesNotMatch");

  private static final Map<String, SendResult> RESULTS = new HashMap<>();

  static {
    OF_CREDENTIALS.forEach(code -> RESULTS.put(code, SendResult.UNREACHABLE));
    // The account or the role cannot send for anybody.
    put(
        SendResult.UNREACHABLE,
        "AccessDenied",
        "AuthorizationError",
        "IncompleteSignature",
        "MissingAuthenticationToken",
        "NotAuthorized",
        "OptInRequired",
        "RequestExpired");
    // Too many requests, or a failure of the service.
    put(
        SendResult.UNREACHABLE,
        "Throttled",
        "Throttling",
        "RequestLimitExceeded",
        "InternalError",
        "InternalFailure",
        "ServiceUnavailable");
    // The number or the text is refused.
    put(
        SendResult.REJECTED,
        "InvalidParameter",
        "InvalidParameterValue",
        "ParameterValueInvalid",
        "OptedOut",
        "Validation",
        "ValidationError");
  }

  private static final Pattern CODE = Pattern.compile("<Code>\\s*([A-Za-z.]{1,64})\\s*</Code>");
  private static final String EXCEPTION = "Exception";
  private static final int FORBIDDEN = 403;

  static SnsError of(HttpOutcome outcome) {
    SendResult byStatus = outcome.result();
    if (!(outcome instanceof HttpOutcome.Answered answered) || byStatus == SendResult.ACCEPTED) {
      return new SnsError("", byStatus);
    }
    if (answered.status() == FORBIDDEN) {
      byStatus = SendResult.UNREACHABLE;
    }
    Matcher matcher = CODE.matcher(answered.body());
    String code = matcher.find() ? matcher.group(1) : "";
    return new SnsError(code, RESULTS.getOrDefault(shape(code), byStatus));
  }

  boolean refusesCredentials() {
    return OF_CREDENTIALS.contains(shape(code));
  }

  /** AWS's protocols name an error with this ending or without it. */
  private static String shape(String code) {
    return code.endsWith(EXCEPTION) ? code.substring(0, code.length() - EXCEPTION.length()) : code;
  }

  private static void put(SendResult result, String... codes) {
    for (String code : codes) {
      RESULTS.put(code, result);
    }
  }
}
