package io.github.phoneidentity.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Makes requests that no app would send. The same seed makes the same request. */
final class Fuzz {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Texts that something along the way may stumble over. */
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\0",
          "a\0b",
          "\uD800",
          "\uDC00\uD800",
          "\uFFFF",
          "\u202E\u200B",
          "e\u0301".repeat(40),
          "😀".repeat(20),
          "x".repeat(256),
          "9".repeat(4000),
          "+".repeat(300),
          "+8210",
          "010-1234-5678",
          "+82 10 1234 5678",
          "０１０１２３４５６７８",
          "+1 900 555 0100",
          "tel:+821012345678;ext=1",
          "a@b",
          "\"@\"@example.com",
          "x@" + "y".repeat(250) + ".com",
          "İ",
          "ﬃ",
          "' or 1=1 --",
          "${7*7}",
          "{0,choice,0#",
          "%n%s",
          "../../etc/passwd",
          "<script>",
          "registration",
          "password-reset",
          "login",
          "second-factor",
          "123456",
          "000000",
          "00000000-0000-4000-8000-000000000000",
          "ffffffff-ffff-ffff-ffff-ffffffffffff");

  /**
   * Without X-Forwarded-For: where it holds no address, the server itself answers 400 without a
   * body, before this project's code. A proxy sets it.
   */
  static final List<String> HEADERS =
      List.of(
          "Content-Type",
          "Accept",
          "Accept-Language",
          "Authorization",
          "Origin",
          "Cookie",
          "DPoP",
          "Content-Encoding",
          "X-HTTP-Method-Override");

  static final List<String> HEADER_VALUES =
      List.of(
          "",
          ";",
          "/",
          "*",
          "*/*;q=x",
          "application/json; charset=utf-99",
          "application/json;;;",
          "application/x-www-form-urlencoded",
          "multipart/form-data",
          "multipart/form-data; boundary=x",
          "text/plain",
          "text/html",
          "json",
          "application//json",
          "x".repeat(2000),
          "ko;q=2,en-*;q=0",
          "Basic",
          "Basic Og==",
          "Basic " + base64("demo-app:"),
          "Basic " + base64("demo-app:wrong"),
          "Basic " + base64("%zz:%zz"),
          "Basic " + base64("a\0b:c"),
          "Bearer a.b.c",
          "null",
          "https://evil.example.com",
          "::ffff:1.2.3.4, 10.0.0.1",
          "not an address",
          "fe80::1%eth0",
          "gzip",
          "é");

  private final Random random;

  Fuzz(long seed) {
    this.random = new Random(seed);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  <T> T oneOf(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }

  boolean oneIn(int times) {
    return random.nextInt(times) == 0;
  }

  String text() {
    return oneOf(TEXTS);
  }

  String headerName() {
    return oneOf(HEADERS);
  }

  String headerValue() {
    return oneOf(HEADER_VALUES);
  }

  /** A body made from what {@code fields} could hold, rarely right, sometimes no JSON at all. */
  byte[] body(List<String> fields) {
    if (oneIn(10)) {
      return noise();
    }
    ObjectNode object = JSON.createObjectNode();
    for (String field : fields) {
      if (!oneIn(4)) {
        put(object, field);
      }
    }
    if (oneIn(4)) {
      put(object, text());
    }
    byte[] json = object.toString().getBytes(StandardCharsets.UTF_8);
    if (oneIn(10) && json.length > 2) {
      json[random.nextInt(json.length)] = (byte) random.nextInt(256);
    }
    return json;
  }

  private void put(ObjectNode object, String field) {
    switch (random.nextInt(10)) {
      case 0 -> object.putNull(field);
      case 1 -> object.put(field, random.nextLong());
      case 2 -> object.put(field, random.nextBoolean());
      case 3 -> object.putArray(field).add(text()).add(1).addNull();
      case 4 -> object.putObject(field).put(text(), text());
      default -> object.put(field, text());
    }
  }

  private byte[] noise() {
    byte[] noise = new byte[random.nextInt(64) * (oneIn(5) ? 1000 : 1)];
    random.nextBytes(noise);
    return noise;
  }
}
