package io.github.phoneidentity.sms.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.phoneidentity.sms.SendResult;
import io.github.phoneidentity.sms.client.HttpOutcome;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What an answer of Twilio means. The code of the error decides, and the status where the code is
 * not in the table: Twilio <a href="https://www.twilio.com/docs/api/errors">adds codes</a> at any
 * time.
 *
 * @param code Twilio's code; {@value #NO_CODE} if there is none
 * @param sid Twilio's id of a text that was accepted; empty if it cannot be read
 */
record TwilioAnswer(int code, SendResult result, Optional<String> sid) {

  static final int NO_CODE = 0;

  private static final int CALLBACK_REFUSED = 21609;
  private static final Pattern SID = Pattern.compile("(SM|MM)[0-9a-fA-F]{32}");

  private static final Map<Integer, SendResult> RESULTS = new TreeMap<>();

  static {
    // The account cannot send for anybody: inactive, no credentials, no permission, not found.
    put(SendResult.UNREACHABLE, 10001, 20003, 20005, 20006, 20008, 20403, 20404);
    // Too many requests, or too many texts in the queue of the sender.
    put(SendResult.UNREACHABLE, 14107, 20429, 21611);
    // The sender is invalid, or is not the account's.
    put(SendResult.UNREACHABLE, 21212, 21603, 21606, 21659, 21660, 21661);
    // The messaging service is unknown or has no sender.
    put(SendResult.UNREACHABLE, 21701, 21703, 21704);
    // This account or sender does not reach the number's country or network.
    put(SendResult.UNREACHABLE, 21408, 21612);
    // The number is invalid, or cannot receive texts.
    put(SendResult.REJECTED, 21211, 21217, 21614, 21635);
    // The recipient has opted out.
    put(SendResult.REJECTED, 21610);
    // The text is empty, too long or refused.
    put(SendResult.REJECTED, 21602, 21605, 21617, 21619);
  }

  /** The statuses of an account that is refused. */
  private static final Set<Integer> ACCOUNT_STATUSES = Set.of(401, 403);

  private static final ObjectMapper JSON = new ObjectMapper();

  static TwilioAnswer of(HttpOutcome outcome) {
    SendResult byStatus = outcome.result();
    if (!(outcome instanceof HttpOutcome.Answered answered)) {
      return new TwilioAnswer(NO_CODE, byStatus, Optional.empty());
    }
    JsonNode body = json(answered.body());
    if (byStatus == SendResult.ACCEPTED) {
      return new TwilioAnswer(NO_CODE, byStatus, sid(body));
    }
    if (ACCOUNT_STATUSES.contains(answered.status())) {
      byStatus = SendResult.UNREACHABLE;
    }
    int code = body.path("code").asInt(NO_CODE);
    return new TwilioAnswer(code, RESULTS.getOrDefault(code, byStatus), Optional.empty());
  }

  /** Whether the text was refused because of the URL for its status callbacks. */
  boolean isCallbackRefused() {
    return code == CALLBACK_REFUSED;
  }

  private static Optional<String> sid(JsonNode body) {
    return Optional.of(body.path("sid").asText("")).filter(sid -> SID.matcher(sid).matches());
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  private static void put(SendResult result, int... codes) {
    for (int code : codes) {
      RESULTS.put(code, result);
    }
  }
}
