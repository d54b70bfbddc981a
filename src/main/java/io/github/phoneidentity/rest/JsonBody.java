package io.github.phoneidentity.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.identity.StorableText;
import io.github.phoneidentity.verification.Purpose;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON object of a request into a record. Unknown fields and values of a wrong type, null
 * among them, are rejected by name.
 *
 * <p>A component that is {@code @JsonProperty(required = true)} must be given; another one is null
 * or false if it is not. A component of type {@code Map<String, List<String>>} takes all further
 * fields, each a string or a list of strings; without one they are unknown.
 */
final class JsonBody {

  /** The maximum size in bytes. */
  static final int MAX_SIZE = 16 * 1024;

  private static final int LONGEST_SHOWN_NAME = 64;
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .addModule(
              new SimpleModule()
                  .addDeserializer(String.class, new Strict<>(String.class, JsonBody::text, null))
                  .addDeserializer(
                      boolean.class, new Strict<>(boolean.class, JsonBody::flag, false))
                  .addDeserializer(List.class, new Strict<>(List.class, JsonBody::texts, null))
                  .addDeserializer(
                      Purpose.class, new Strict<>(Purpose.class, JsonBody::purpose, null)))
          .build()
          .reader();

  private JsonBody() {}

  /**
   * Reads {@code stream}; null is an empty body.
   *
   * @throws Problem {@code invalid_request} if it is too long, not a JSON object, or not one of
   *     this type
   */
  static <T extends Record> T read(@Nullable InputStream stream, Class<T> type) {
    return read(bytes(stream), type);
  }

  /** The same with {@code none} for an empty body. */
  static <T extends Record> T readOptional(@Nullable InputStream stream, Class<T> type, T none) {
    byte[] bytes = bytes(stream);
    return bytes.length == 0 ? none : read(bytes, type);
  }

  static Problem unknown(String name) {
    String shown =
        name.length() > LONGEST_SHOWN_NAME ? name.substring(0, LONGEST_SHOWN_NAME) + "…" : name;
    return Problem.invalidRequest("unknownField", shown).withField(shown);
  }

  /** A body in any other format, if it is UTF-8 and has at most so many bytes. */
  static String text(@Nullable InputStream stream, int most) {
    try {
      return decoded(bytes(stream, most));
    } catch (CharacterCodingException e) {
      throw Problem.invalidRequest("malformedText");
    }
  }

  private static byte[] bytes(@Nullable InputStream stream) {
    return bytes(stream, MAX_SIZE);
  }

  private static byte[] bytes(@Nullable InputStream stream, int most) {
    try {
      byte[] bytes = stream == null ? new byte[0] : stream.readNBytes(most + 1);
      if (bytes.length > most) {
        throw Problem.invalidRequest("tooLarge", most / 1024);
      }
      return bytes;
    } catch (IOException unreadable) {
      throw Problem.invalidRequest("malformedJson");
    }
  }

  /**
   * The fields are read in the order of the record: of several faults the same one is reported in
   * whatever order a client writes its fields.
   */
  private static <T extends Record> T read(byte[] bytes, Class<T> type) {
    JsonNode object = object(bytes);
    Set<String> unread = new TreeSet<>();
    object.fieldNames().forEachRemaining(unread::add);
    unread.forEach(JsonBody::requireStorable);
    ObjectNode ordered = JsonNodeFactory.instance.objectNode();
    for (RecordComponent component : type.getRecordComponents()) {
      String name = component.getName();
      if (component.getType() == Map.class) {
        move(object, unread, ordered.putObject(name));
      } else if (unread.remove(name)) {
        ordered.set(name, object.get(name));
      } else if (isRequired(component)) {
        return convert(ordered, type); // This reports it, or a wrong type of a field before it.
      }
    }
    move(object, unread, ordered);
    return convert(ordered, type);
  }

  private static void move(JsonNode object, Set<String> names, ObjectNode target) {
    names.forEach(name -> target.set(name, object.get(name)));
    names.clear();
  }

  private static boolean isRequired(RecordComponent component) {
    JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
    return property != null && property.required();
  }

  private static <T> T convert(ObjectNode object, Class<T> type) {
    try {
      return JSON.readValue(object, type);
    } catch (UnrecognizedPropertyException e) {
      throw unknown(e.getPropertyName());
    } catch (MismatchedInputException e) {
      List<JsonMappingException.Reference> path = e.getPath();
      boolean isMissing = !object.has(path.get(0).getFieldName());
      String field = path.get(path.size() - 1).getFieldName();
      throw Problem.invalidRequest(isMissing ? "missingField" : "wrongType", field)
          .withField(field);
    } catch (IOException e) {
      throw e.getCause() instanceof Problem problem ? problem : new UncheckedIOException(e);
    }
  }

  private static JsonNode object(byte[] bytes) {
    try {
      // Decode it here, so that only UTF-8 is accepted (RFC 8259, section 8.1) and no encoding is
      // detected.
      JsonNode node = JSON.readTree(decoded(bytes));
      if (node.isObject()) {
        return node;
      }
    } catch (IOException malformed) {
      // The response is the same as to any other JSON that is not an object.
    }
    throw Problem.invalidRequest("malformedJson");
  }

  private static String decoded(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static Optional<String> text(JsonNode value) {
    Optional<String> text = Optional.ofNullable(value.textValue());
    text.ifPresent(JsonBody::requireStorable);
    return text;
  }

  private static Optional<Boolean> flag(JsonNode value) {
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }

  private static Optional<List<String>> texts(JsonNode value) {
    List<String> texts = new ArrayList<>();
    for (JsonNode element : value.isArray() ? value : List.of(value)) {
      Optional<String> text = text(element);
      if (text.isEmpty()) {
        return Optional.empty();
      }
      texts.add(text.get());
    }
    return Optional.of(texts);
  }

  /** The purposes of the API; the others belong to Keycloak's logins and required actions. */
  private static Optional<Purpose> purpose(JsonNode value) {
    return text(value)
        .map(
            id ->
                Stream.of(Purpose.REGISTRATION, Purpose.PASSWORD_RESET)
                    .filter(purpose -> purpose.id().equals(id))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            Problem.invalidRequest("unknownPurpose", "registration, password-reset")
                                .withField("purpose")));
  }

  private static void requireStorable(String text) {
    if (!StorableText.isStorable(text)) {
      throw Problem.invalidRequest("malformedText");
    }
  }

  /** Reads values of one JSON type, without Jackson's coercions. */
  private static final class Strict<T> extends StdDeserializer<T> {

    private static final long serialVersionUID = 1L;

    private final transient Function<JsonNode, Optional<T>> reading;
    private final transient @Nullable T absent;

    /**
     * @param reading gives nothing for a value of another type
     * @param absent the value of a field that is not given
     */
    Strict(Class<?> type, Function<JsonNode, Optional<T>> reading, @Nullable T absent) {
      super(type);
      this.reading = reading;
      this.absent = absent;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      Optional<T> value = reading.apply(context.readTree(parser));
      return value.isPresent() ? value.get() : getNullValue(context);
    }

    @Override
    public T getNullValue(DeserializationContext context) throws JsonMappingException {
      return context.reportInputMismatch(this, "wrong type");
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
      return absent;
    }
  }
}
