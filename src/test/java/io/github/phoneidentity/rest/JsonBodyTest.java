package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.phoneidentity.rest.RequestBodies.AdoptionRequest;
import io.github.phoneidentity.rest.RequestBodies.RegistrationRequest;
import io.github.phoneidentity.rest.RequestBodies.VerificationRequest;
import io.github.phoneidentity.verification.Purpose;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

  private static final String UNKNOWN_FIELD = "phoneIdentity.api.unknownField";
  private static final String MISSING_FIELD = "phoneIdentity.api.missingField";
  private static final String WRONG_TYPE = "phoneIdentity.api.wrongType";
  private static final String UNKNOWN_PURPOSE = "phoneIdentity.api.unknownPurpose";
  private static final String MALFORMED_TEXT = "phoneIdentity.api.malformedText";

  private record Text(@JsonProperty(required = true) String a) {}

  private static InputStream stream(String json) {
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }

  private static <T extends Record> T read(String json, Class<T> type) {
    return JsonBody.read(stream(json), type);
  }

  @Test
  void textsFlagsAndListsAreRead() {
    assertThat(
            read(
                "{\"password\":\"x\",\"termsAccepted\":true,\"b\":[\"y\",\"z\"],\"c\":\"\",\"d\":[]}",
                RegistrationRequest.class))
        .isEqualTo(
            new RegistrationRequest(
                "x",
                true,
                null,
                null,
                Map.of("b", List.of("y", "z"), "c", List.of(""), "d", List.of())));
    assertThat(read("{\"email\":\"x\",\"purpose\":\"password-reset\"}", VerificationRequest.class))
        .isEqualTo(new VerificationRequest(Purpose.PASSWORD_RESET, null, "x"));
  }

  @Test
  void fieldsThatAreNotRequiredMayBeMissing() {
    assertThat(read("{}", RegistrationRequest.class))
        .isEqualTo(new RegistrationRequest(null, false, null, null, Map.of()));
  }

  @Test
  void bodyThatIsOptionalMayBeEmptyAndIsStrictOtherwise() {
    AdoptionRequest none = new AdoptionRequest(false);

    assertThat(JsonBody.readOptional(stream(""), AdoptionRequest.class, none)).isSameAs(none);
    assertThat(JsonBody.readOptional(null, AdoptionRequest.class, none)).isSameAs(none);
    assertThat(JsonBody.readOptional(stream("{}"), AdoptionRequest.class, none)).isEqualTo(none);
    assertThat(
            JsonBody.readOptional(stream("{\"dryRun\":true}"), AdoptionRequest.class, none)
                .dryRun())
        .isTrue();
    for (String json :
        List.of(" ", "null", "{\"dryRun\":null}", "{\"dryRun\":1}", "{\"dryrun\":true}")) {
      assertInvalid(() -> JsonBody.readOptional(stream(json), AdoptionRequest.class, none));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"text\"",
        "1",
        "{",
        "{} {}",
        "{\"a\":\"x\",\"a\":\"x\"}",
        "{'a':\"x\"}",
        "{\"a\":NaN}",
        "{\"a\":\"x\"}x",
        "{\"\\u0000\":1}",
        "{\"\\ud800\":1}"
      })
  void whatIsNoJsonObjectIsRefused(String json) {
    assertInvalid(() -> read(json, Text.class));
    assertInvalid(() -> read(json, RegistrationRequest.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}",
        "{\"a\":true}",
        "{\"a\":null}",
        "{\"a\":{}}",
        "{\"a\":[\"x\"]}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\\udc00x\"}",
        "{\"b\":\"x\"}"
      })
  void whatIsNoTextIsRefused(String json) {
    assertInvalid(() -> read(json, Text.class));
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    byte[] latin1 = "{\"a\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertInvalid(() -> JsonBody.read(new ByteArrayInputStream(latin1), Text.class));
    assertInvalid(
        () ->
            JsonBody.read(
                new ByteArrayInputStream("{\"a\":\"x\"}".getBytes(StandardCharsets.UTF_16)),
                Text.class));
  }

  @Test
  void theLongestBodyIsSixteenKilobytes() {
    String frame = "{\"a\":\"\"}";
    String longest = "{\"a\":\"" + "x".repeat(JsonBody.MAX_SIZE - frame.length()) + "\"}";

    assertThat(read(longest, Text.class).a()).hasSize(JsonBody.MAX_SIZE - frame.length());
    assertInvalid(() -> read(longest + " ", Text.class));
  }

  @Test
  void nestingIsBounded() {
    String nested = "{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}";

    assertInvalid(() -> read(nested, Text.class));
    assertInvalid(() -> read(nested, RegistrationRequest.class));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          {"a":"x","surprise":1,"zoo":2} | surprise
          {"zoo":2,"surprise":null,"a":"x"} | surprise
          """,
      delimiter = '|')
  void unknownFieldsAreRefusedByName(String json, String field) {
    assertFault(() -> read(json, Text.class), UNKNOWN_FIELD, field);
  }

  /** Of several faults the first one in the order of the documented fields, unknown ones last. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          {}                                        | MISSING  | purpose
          {"phone":1,"x":1}                         | MISSING  | purpose
          {"phone":1,"purpose":1}                   | TYPE     | purpose
          {"purpose":null}                          | TYPE     | purpose
          {"purpose":["registration"]}              | TYPE     | purpose
          {"phone":1,"purpose":"login"}             | PURPOSE  | purpose
          {"purpose":"REGISTRATION"}                | PURPOSE  | purpose
          {"purpose":""}                            | PURPOSE  | purpose
          {"x":1,"email":{},"purpose":"registration","phone":1} | TYPE | phone
          {"x":1,"email":{},"purpose":"registration"} | TYPE   | email
          {"x":1,"email":null,"purpose":"registration"} | TYPE | email
          {"x":1,"Y":1,"email":"","purpose":"registration"} | UNKNOWN | Y
          {"email":"\\u0000","purpose":"registration","phone":1} | TYPE | phone
          {"email":"\\u0000","purpose":"registration","x":1} | TEXT |
          {"purpose":"\\u0000","phone":1}           | TEXT     |
          """,
      delimiter = '|')
  void firstFaultIsReported(String json, String fault, String field) {
    String message =
        switch (fault) {
          case "MISSING" -> MISSING_FIELD;
          case "TYPE" -> WRONG_TYPE;
          case "PURPOSE" -> UNKNOWN_PURPOSE;
          case "UNKNOWN" -> UNKNOWN_FIELD;
          default -> MALFORMED_TEXT;
        };
    assertFault(() -> read(json, VerificationRequest.class), message, field);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          {"rank":1}                          | rank
          {"rank":null}                       | rank
          {"rank":true}                       | rank
          {"rank":{}}                         | rank
          {"rank":["x",1]}                    | rank
          {"rank":["x",null]}                 | rank
          {"rank":[["x"]]}                    | rank
          {"attributes":{"rank":"x"}}         | attributes
          {"username":1}                      | username
          {"termsAccepted":"true"}            | termsAccepted
          {"termsAccepted":1}                 | termsAccepted
          {"termsAccepted":""}                | termsAccepted
          {"termsAccepted":null}              | termsAccepted
          {"password":null}                   | password
          {"rank":1,"termsAccepted":0}        | termsAccepted
          {"phoneVerification":1,"rank":1}    | phoneVerification
          {"emailVerification":[],"rank":1}   | emailVerification
          """,
      delimiter = '|')
  void valuesOfRegistrationsHaveTheirType(String json, String field) {
    assertFault(() -> read(json, RegistrationRequest.class), WRONG_TYPE, field);
  }

  @Test
  void attributeMayHaveTheNameOfTheirRecordComponent() {
    assertThat(read("{\"attributes\":\"x\"}", RegistrationRequest.class).attributes())
        .isEqualTo(Map.of("attributes", List.of("x")));
  }

  @Test
  void longUnknownNamesAreShortened() {
    assertFault(
        () -> read("{\"a\":\"x\",\"" + "n".repeat(65) + "\":1}", Text.class),
        UNKNOWN_FIELD,
        "n".repeat(64) + "…");
  }

  private static void assertInvalid(ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
  }

  private static void assertFault(ThrowingCallable reading, String message, String field) {
    assertInvalid(reading);
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.message()).isEqualTo(message);
              assertThat(problem.field()).isEqualTo(field);
            });
  }
}
