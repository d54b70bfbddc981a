package io.github.phoneidentity.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The OpenAPI document says what the code does. */
class OpenApiTest {

  private static final JsonNode DOCUMENT = read();

  private static JsonNode read() {
    try (InputStream stream = OpenApi.class.getResourceAsStream("openapi.json")) {
      return new ObjectMapper().readTree(stream);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void documentIsWellFormed() {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);

    SwaggerParseResult result =
        new OpenAPIV3Parser().readContents(DOCUMENT.toString(), List.of(), options);

    assertThat(result.getMessages()).isEmpty();
    assertThat(result.getOpenAPI().getSpecVersion()).isEqualTo(SpecVersion.V30);
  }

  /** The calls of SMS services are not those of apps; {@code docs/sms-gateways.md} has them. */
  @Test
  void everyCallIsDocumentedAndNoOther() {
    Set<String> documented = new TreeSet<>();
    operations().forEach(operation -> documented.add(operation.method() + " " + operation.path()));

    Set<String> implemented = new TreeSet<>(implemented(PhoneIdentityResource.class));
    implemented.addAll(implemented(PhoneIdentityAdminResource.class));
    assertThat(implemented.remove("POST /receipts/{gateway}")).isTrue();
    assertThat(documented).isEqualTo(implemented);
  }

  @Test
  void callsOfAdministratorsHaveTheirOwnServerAndSecurity() {
    Set<String> administrative = implemented(PhoneIdentityAdminResource.class);

    operations()
        .forEach(
            operation -> {
              boolean isAdministrative =
                  administrative.contains(operation.method() + " " + operation.path());
              assertThat(DOCUMENT.get("paths").get(operation.path()).has("servers"))
                  .as(operation.path())
                  .isEqualTo(isAdministrative);
              assertThat(operation.node().at("/security/0").has("administrator"))
                  .as(operation.path())
                  .isEqualTo(isAdministrative);
            });
  }

  @Test
  void callsOfClientsRequireTheirId() {
    assertThat(DOCUMENT.at("/components/parameters/ClientId/required").asBoolean()).isTrue();
    operations()
        .filter(operation -> !operation.node().has("security"))
        .forEach(
            operation ->
                assertThat(operation.node().findValuesAsText("$ref"))
                    .as(operation.path())
                    .contains("#/components/parameters/ClientId"));
  }

  @Test
  void everyStatusOfAnErrorIsOneOfItsCodes() {
    Set<String> statuses =
        Stream.of(ErrorCode.values())
            .map(code -> Integer.toString(code.status()))
            .collect(Collectors.toSet());

    operations()
        .filter(operation -> !operation.path().equals("/openapi.json"))
        .flatMap(operation -> names(operation.node().get("responses")))
        .filter(status -> !status.startsWith("2"))
        .forEach(status -> assertThat(statuses).contains(status));
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    DOCUMENT
        .findValuesAsText("$ref")
        .forEach(
            reference ->
                assertThat(DOCUMENT.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @Test
  void everyPartOfTheDocumentIsUsed() {
    Set<String> references = Set.copyOf(DOCUMENT.findValuesAsText("$ref"));
    for (String kind : new String[] {"schemas", "responses", "parameters"}) {
      names(DOCUMENT.at("/components/" + kind))
          .forEach(name -> assertThat(references).contains("#/components/" + kind + "/" + name));
    }
  }

  @Test
  void operationsHaveNamesOfTheirOwn() {
    assertThat(operations().map(operation -> operation.node().get("operationId").asText()))
        .doesNotHaveDuplicates();
  }

  private record Operation(String method, String path, JsonNode node) {}

  private static Stream<Operation> operations() {
    return names(DOCUMENT.get("paths"))
        .flatMap(
            path ->
                names(DOCUMENT.get("paths").get(path))
                    .filter(name -> !name.equals("servers"))
                    .map(
                        method ->
                            new Operation(
                                method.toUpperCase(Locale.ROOT),
                                path,
                                DOCUMENT.get("paths").get(path).get(method))));
  }

  private static Set<String> implemented(Class<?> resource) {
    Set<String> calls = new TreeSet<>();
    Arrays.stream(resource.getMethods())
        .filter(method -> method.isAnnotationPresent(Path.class))
        .filter(method -> !method.getAnnotation(Path.class).value().equals(UnknownCall.ANY_PATH))
        .forEach(
            method ->
                Stream.of(method.getAnnotations())
                    .map(Annotation::annotationType)
                    .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                    .map(type -> type.getAnnotation(HttpMethod.class).value())
                    .forEach(
                        verb -> calls.add(verb + " /" + method.getAnnotation(Path.class).value())));
    return calls;
  }

  private static Stream<String> names(JsonNode object) {
    Iterable<String> names = object::fieldNames;
    return StreamSupport.stream(names.spliterator(), false);
  }
}
