package io.github.phoneidentity.testing;

import static io.restassured.RestAssured.given;

import java.util.Arrays;
import java.util.Locale;

/** A node's {@code /metrics}, as a monitoring system reads them. */
public record Meters(KeycloakServer node) {

  /**
   * The sum over all samples of this meter whose tags include these.
   *
   * @param tags such as {@code outcome="limited"}
   */
  public double sum(String name, String... tags) {
    String meter = name.replace('.', '_').toLowerCase(Locale.ROOT);
    return given()
        .baseUri(node.managementUrl().toString())
        .get("/metrics")
        .then()
        .statusCode(200)
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith(meter + "{") || line.startsWith(meter + " "))
        .filter(line -> Arrays.stream(tags).allMatch(line::contains))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
