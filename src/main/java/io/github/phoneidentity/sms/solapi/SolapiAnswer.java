package io.github.phoneidentity.sms.solapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.client.HttpOutcome;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an answer of SOLAPI means. A message that is not accepted is in the list of those that
 * failed, with a <a href="https://developers.solapi.com/references/message-status-codes">status
 * code</a>; a request that is refused has an error code.
 *
 * @param code the status or error code; empty if there is none
 */
record SolapiAnswer(String code, SendResult result) {

  private static final Set<String> ACCOUNT =
      Set.of(
          // Authentication.
          "InvalidAPIKey",
          "SignatureDoesNotMatch",
          "RequestTimeTooSkewed",
          "1020",
          // The balance.
          "NotEnoughBalance",
          "1030",
          "2230",
          // A failure of the service, or no route.
          "1024",
          "2024",
          "1058",
          // The Kakao channel or its template.
          "1041",
          "1042",
          "1043",
          // The sender is not registered.
          "1062",
          "2062",
          // The account is blocked.
          "1064",
          "2063",
          "2064");

  /**
   * A signature is made once: SOLAPI has got this very request before, and may have accepted it.
   */
  private static final String REPEATED = "DuplicatedSignature";

  /** The statuses of an account that is refused or has to pay. */
  private static final Set<Integer> ACCOUNT_STATUSES = Set.of(401, 402, 403);

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{1,64}");
  private static final ObjectMapper JSON = new ObjectMapper();

  static SolapiAnswer of(HttpOutcome outcome) {
    if (!(outcome instanceof HttpOutcome.Answered answered)) {
      return new SolapiAnswer("", outcome.result());
    }
    JsonNode body = json(answered.body());
    JsonNode failed = body.path("failedMessageList").path(0);
    String code = code(failed.isMissingNode() ? body.path("errorCode") : failed.path("statusCode"));
    if (code.equals(REPEATED)) {
      return new SolapiAnswer(code, SendResult.UNKNOWN);
    }
    if (ACCOUNT.contains(code) || ACCOUNT_STATUSES.contains(answered.status())) {
      return new SolapiAnswer(code, SendResult.UNREACHABLE);
    }
    if (outcome.result() != SendResult.ACCEPTED) {
      return new SolapiAnswer(code, outcome.result());
    }
    if (!body.isObject()) {
      // It does not say whether the message is among those that failed.
      return new SolapiAnswer(code, SendResult.UNKNOWN);
    }
    boolean refused = failed.isObject() || body.has("errorCode");
    return new SolapiAnswer(code, refused ? SendResult.REJECTED : SendResult.ACCEPTED);
  }

  private static String code(JsonNode node) {
    String text = node.asText("");
    return CODE.matcher(text).matches() ? text : "";
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
