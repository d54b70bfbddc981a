package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.account.NameCheck;
import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.verification.Purpose;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas of the OpenAPI document are the records that the code reads and writes. */
class OpenApiSchemaTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode DOCUMENT = document();
  private static final JsonNode SCHEMAS = DOCUMENT.at("/components/schemas");

  /** Schemas that are no record: enums, the alternatives of one, and an error of Keycloak's. */
  private static final Set<String> NO_RECORDS =
      Set.of(
          "ErrorCode",
          "VerificationPurpose",
          "PhoneVerificationRequest",
          "EmailVerificationRequest",
          "AdminError");

  /** The values of strings whose Java type does not list them. */
  private static final Map<String, List<String>> VALUES =
      Map.of(
          "Finding.reason",
          Stream.of(NameCheck.Reason.values())
              .map(reason -> reason.name().toLowerCase(Locale.ROOT))
              .toList(),
          "ApiError.error",
          Stream.of(ErrorCode.values()).map(ErrorCode::id).toList(),
          "ApiError.reason",
          List.of(Passwords.SECOND_FACTOR),
          "AdoptionConflict.attribute",
          ClaimKind.attributes(),
          "AdoptionConflict.reason",
          List.of("taken", "several_verified", "invalid"));

  private static JsonNode document() {
    try (InputStream stream = OpenApi.class.getResourceAsStream("openapi.json")) {
      return JSON.readTree(stream);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static List<Class<?>> records() {
    return Stream.of(RequestBodies.class, ResponseBodies.class, AdminBodies.class)
        .flatMap(bodies -> Stream.of(bodies.getDeclaredClasses()))
        .filter(Class::isRecord)
        .toList();
  }

  @Test
  void everyRecordHasASchemaAndEverySchemaARecord() {
    Set<String> expected = new TreeSet<>(NO_RECORDS);
    records().forEach(type -> expected.add(type.getSimpleName()));

    assertThat(names(SCHEMAS)).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("records")
  void propertiesHaveTheNamesAndTypesOfTheRecord(Class<?> type) {
    ObjectNode properties = properties(schema(type));
    for (RecordComponent component : fields(type)) {
      String name = component.getName();
      assertThat(names(properties)).contains(name);
      assertType(type.getSimpleName() + "." + name, properties.get(name), component);
      properties.remove(name);
    }
    if (takesFurtherFields(type)) {
      properties.forEach(further -> assertThat(further.path("type").asText()).isEqualTo("string"));
    } else {
      assertThat(properties).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("records")
  void sameFieldsAreRequired(Class<?> type) {
    Set<String> required = new TreeSet<>();
    for (RecordComponent component : fields(type)) {
      if (isRequest(type) ? isRequired(component) : isAlwaysWritten(component)) {
        required.add(component.getName());
      }
    }

    assertThat(required(schema(type))).isEqualTo(required);
  }

  /** Unknown fields of requests are rejected; responses may have more fields in later versions. */
  @ParameterizedTest
  @MethodSource("records")
  void requestsAreClosedUnlessTheyTakeFurtherFields(Class<?> type) {
    boolean isClosed = isRequest(type) && !takesFurtherFields(type);

    for (JsonNode alternative : alternatives(schema(type))) {
      assertThat(alternative.has("additionalProperties")).isEqualTo(isClosed);
      assertThat(alternative.path("additionalProperties").asBoolean()).isFalse();
    }
  }

  /** Typed clients can send neither both fields nor none. */
  @Test
  void verificationIsRequestedEitherByPhoneOrByEmail() {
    assertThat(alternatives(SCHEMAS.get("VerificationRequest")))
        .extracting(alternative -> names(alternative.get("properties")))
        .containsExactly(Set.of("purpose", "phone"), Set.of("purpose", "email"));
    assertThat(alternatives(SCHEMAS.get("VerificationRequest")))
        .allSatisfy(
            alternative ->
                assertThat(required(alternative)).isEqualTo(names(alternative.get("properties"))));
  }

  @Test
  void everyBodyHasExamplesThatTheCodeReadsOrWrites() throws IOException {
    for (JsonNode content : DOCUMENT.findValues("application/json")) {
      List<JsonNode> examples =
          content.has("example") ? List.of(content.get("example")) : content.findValues("value");
      assertThat(examples).as(content.toString()).isNotEmpty();
      for (Class<?> type : records()) {
        if (type.getSimpleName().equals(referenced(content.get("schema")))) {
          for (JsonNode example : examples) {
            assertExample(example, type.asSubclass(Record.class));
          }
        }
      }
    }
  }

  private static void assertExample(JsonNode example, Class<? extends Record> type)
      throws IOException {
    assertThat(names(properties(schema(type)))).containsAll(names(example));
    if (isRequest(type)) {
      assertThat(JsonBody.read(stream(example), type)).isNotNull();
    } else {
      JsonNode written = JSON.valueToTree(JSON.treeToValue(example, type));
      assertThat(written.toString()).isEqualTo(example.toString());
    }
  }

  private static void assertType(String name, JsonNode property, RecordComponent component) {
    Class<?> type = component.getType();
    JsonNode schema = resolved(property);
    if (type.isRecord()) {
      assertThat(referenced(property)).as(name).isEqualTo(type.getSimpleName());
    } else if (type == boolean.class || type == Boolean.class) {
      assertThat(schema.get("type").asText()).as(name).isEqualTo("boolean");
    } else if (type == List.class) {
      ParameterizedType list = (ParameterizedType) component.getGenericType();
      Class<?> element = (Class<?>) list.getActualTypeArguments()[0];
      assertThat(schema.get("type").asText()).as(name).isEqualTo("array");
      assertThat(referenced(schema.get("items"))).as(name).isEqualTo(element.getSimpleName());
    } else if (type == int.class || type == Integer.class || type == long.class) {
      assertThat(schema.get("type").asText()).as(name).isEqualTo("integer");
      assertThat(schema.get("format").asText())
          .as(name)
          .isEqualTo(type == long.class ? "int64" : "int32");
    } else {
      assertThat(schema.get("type").asText()).as(name).isEqualTo("string");
      assertThat(texts(schema.path("enum")))
          .as(name)
          .isEqualTo(type.isEnum() ? constants(type) : VALUES.getOrDefault(name, List.of()));
    }
  }

  /** The values of an enum in JSON; of purposes only those that requests may have. */
  private static List<String> constants(Class<?> type) {
    return type == Purpose.class
        ? Stream.of(Purpose.values()).map(Purpose::id).filter(OpenApiSchemaTest::isRead).toList()
        : Stream.of(type.getEnumConstants())
            .map(constant -> JSON.valueToTree(constant).asText())
            .toList();
  }

  private static boolean isRead(String purpose) {
    try {
      JsonBody.read(
          stream(JSON.createObjectNode().put("purpose", purpose)),
          RequestBodies.VerificationRequest.class);
      return true;
    } catch (Problem unknown) {
      return false;
    }
  }

  private static boolean isRequest(Class<?> type) {
    return type.getDeclaringClass() == RequestBodies.class;
  }

  private static boolean isRequired(RecordComponent component) {
    JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
    return property != null && property.required();
  }

  private static boolean isAlwaysWritten(RecordComponent component) {
    return !component.getAccessor().isAnnotationPresent(JsonInclude.class);
  }

  private static List<RecordComponent> fields(Class<?> type) {
    return Stream.of(type.getRecordComponents())
        .filter(component -> component.getType() != Map.class)
        .toList();
  }

  private static boolean takesFurtherFields(Class<?> type) {
    return fields(type).size() < type.getRecordComponents().length;
  }

  private static JsonNode schema(Class<?> type) {
    return SCHEMAS.get(type.getSimpleName());
  }

  /** The alternatives of a schema, or the schema alone. */
  private static List<JsonNode> alternatives(JsonNode schema) {
    return schema.has("oneOf")
        ? list(schema.get("oneOf")).map(OpenApiSchemaTest::resolved).toList()
        : List.of(schema);
  }

  private static ObjectNode properties(JsonNode schema) {
    ObjectNode properties = JSON.createObjectNode();
    alternatives(schema).forEach(one -> properties.setAll((ObjectNode) one.get("properties")));
    return properties;
  }

  /** What all alternatives require. */
  private static Set<String> required(JsonNode schema) {
    Set<String> required = names(properties(schema));
    alternatives(schema).forEach(one -> required.retainAll(texts(one.path("required"))));
    return required;
  }

  /** The name of the schema to which a reference points; empty for another node. */
  private static String referenced(JsonNode node) {
    return node.path("$ref").asText().replaceAll(".*/", "");
  }

  private static JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? DOCUMENT.at(node.get("$ref").asText().substring(1)) : node;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> texts(JsonNode array) {
    return list(array).map(JsonNode::asText).toList();
  }

  private static Stream<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static InputStream stream(JsonNode json) {
    return new ByteArrayInputStream(json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
