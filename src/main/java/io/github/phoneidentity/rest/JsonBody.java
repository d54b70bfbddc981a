package io.github.phoneidentity.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.phoneidentity.identity.StorableText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The JSON object of a request. Unknown fields and values of a wrong type are rejected by name. */
final class JsonBody {

  /** The maximum size in bytes. */
  static final int MAX_SIZE = 16 * 1024;

  private static final int LONGEST_SHOWN_NAME = 64;
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private final JsonNode object;
  private final Set<String> unread;

  private JsonBody(JsonNode object) {
    this.object = object;
    this.unread = new HashSet<>(names(object));
  }

  /**
   * Reads {@code stream}; null is an empty body. Throws {@code invalid_request} if it is too long
   * or not a JSON object.
   */
  static JsonBody read(InputStream stream) {
    try {
      byte[] bytes = stream == null ? new byte[0] : stream.readNBytes(MAX_SIZE + 1);
      if (bytes.length > MAX_SIZE) {
        throw Problem.invalidRequest("tooLarge", MAX_SIZE / 1024);
      }
      // Decode it here, so that only UTF-8 is accepted (RFC 8259, section 8.1) and no encoding is
      // detected.
      JsonNode node =
          JSON.readTree(
              StandardCharsets.UTF_8
                  .newDecoder()
                  .decode(java.nio.ByteBuffer.wrap(bytes))
                  .toString());
      if (!node.isObject()) {
        throw Problem.invalidRequest("malformedJson");
      }
      names(node).forEach(JsonBody::requireStorable);
      return new JsonBody(node);
    } catch (JsonProcessingException malformed) {
      throw Problem.invalidRequest("malformedJson");
    } catch (IOException unreadable) {
      throw Problem.invalidRequest("malformedJson");
    }
  }

  /** A required string. */
  String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> Problem.invalidRequest("missingField", name).with("field", name));
  }

  /** An optional string; empty if it is missing. */
  Optional<String> optionalText(String name) {
    JsonNode value = read(name);
    return value == null ? Optional.empty() : Optional.of(text(name, value));
  }

  /** An optional boolean; false if it is missing. */
  boolean flag(String name) {
    JsonNode value = read(name);
    if (value != null && !value.isBoolean()) {
      throw wrongType(name);
    }
    return value != null && value.booleanValue();
  }

  /** An optional string or list of strings; an empty list if it is missing. */
  List<String> texts(String name) {
    JsonNode value = read(name);
    if (value == null || !value.isArray()) {
      return value == null ? List.of() : List.of(text(name, value));
    }
    List<String> texts = new ArrayList<>();
    value.forEach(element -> texts.add(text(name, element)));
    return texts;
  }

  /** The names of the fields that were not read yet. */
  Set<String> unread() {
    return Set.copyOf(unread);
  }

  /** Rejects unknown fields; it must be called after all known fields were read. */
  void rejectUnread() {
    unread.stream()
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw unknown(name);
            });
  }

  static Problem unknown(String name) {
    String shown =
        name.length() > LONGEST_SHOWN_NAME ? name.substring(0, LONGEST_SHOWN_NAME) + "…" : name;
    return Problem.invalidRequest("unknownField", shown).with("field", shown);
  }

  private JsonNode read(String name) {
    unread.remove(name);
    return object.get(name);
  }

  private static String text(String name, JsonNode value) {
    if (!value.isTextual()) {
      throw wrongType(name);
    }
    requireStorable(value.textValue());
    return value.textValue();
  }

  private static void requireStorable(String text) {
    if (!StorableText.isStorable(text)) {
      throw Problem.invalidRequest("malformedText");
    }
  }

  private static Problem wrongType(String name) {
    return Problem.invalidRequest("wrongType", name).with("field", name);
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    for (Iterator<String> fields = object.fieldNames(); fields.hasNext(); ) {
      names.add(fields.next());
    }
    return names;
  }
}
