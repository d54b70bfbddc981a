package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

  private static JsonBody read(String json) {
    return JsonBody.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void textsFlagsAndListsAreRead() {
    JsonBody body = read("{\"a\":\"x\",\"b\":true,\"c\":[\"y\",\"z\"],\"d\":\"w\"}");

    assertThat(body.text("a")).isEqualTo("x");
    assertThat(body.flag("b")).isTrue();
    assertThat(body.texts("c")).containsExactly("y", "z");
    assertThat(body.texts("d")).containsExactly("w");
    assertThat(body.optionalText("e")).isEmpty();
    body.rejectUnread();
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
        "{\"a\":1,\"a\":2}",
        "{'a':1}",
        "{\"a\":NaN}",
        "{\"\\u0000\":1}",
        "{\"\\ud800\":1}"
      })
  void whatIsNoJsonObjectIsRefused(String json) {
    assertInvalid(() -> read(json));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1}",
        "{\"a\":null}",
        "{\"a\":{}}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\\udc00x\"}",
        "{\"b\":\"x\"}"
      })
  void whatIsNoTextIsRefused(String json) {
    assertInvalid(() -> read(json).text("a"));
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    byte[] latin1 = "{\"a\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertInvalid(() -> JsonBody.read(new ByteArrayInputStream(latin1)));
  }

  @Test
  void theLongestBodyIsSixteenKilobytes() {
    String frame = "{\"a\":\"\"}";
    String longest = "{\"a\":\"" + "x".repeat(JsonBody.MAX_SIZE - frame.length()) + "\"}";

    assertThat(read(longest).text("a")).hasSize(JsonBody.MAX_SIZE - frame.length());
    assertInvalid(() -> read(longest + " "));
  }

  @Test
  void nestingIsBounded() {
    assertInvalid(() -> read("{\"a\":" + "[".repeat(5000) + "]".repeat(5000) + "}"));
  }

  @Test
  void unknownFieldsAreRefusedByName() {
    JsonBody body = read("{\"a\":\"x\",\"surprise\":1}");
    body.text("a");

    assertThatThrownBy(body::rejectUnread)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.details()).containsEntry("field", "surprise"));
  }

  private static void assertInvalid(ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_REQUEST));
  }
}
