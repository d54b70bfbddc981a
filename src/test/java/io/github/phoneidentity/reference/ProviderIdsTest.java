package io.github.phoneidentity.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.identity.ClaimLedgerSpi;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.sms.SmsGatewaySpi;
import io.github.phoneidentity.verification.VerificationSpi;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.provider.Spi;

/** The compiler inlines constants, so that only the sources show where an id is stated. */
class ProviderIdsTest {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final List<String> OUR_SPIS =
      Stream.of(new SmsGatewaySpi(), new ClaimLedgerSpi(), new VerificationSpi())
          .map(Spi::getName)
          .toList();

  static List<String> ids() {
    return Arrays.stream(ProviderIds.class.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .map(ProviderIdsTest::value)
        .toList();
  }

  private static String value(Field field) {
    try {
      return (String) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void everyProviderOfAnSpiOfKeycloakHasItsIdHere() {
    assertThat(
            ShippedProvider.all()
                .filter(provider -> !isOfOurSpi(provider))
                .filter(provider -> !replacesOneOfKeycloak(provider)))
        .isNotEmpty()
        .allSatisfy(provider -> assertThat(ids()).contains(provider.id()));
  }

  private static boolean isOfOurSpi(ShippedProvider provider) {
    return OUR_SPIS.contains(provider.spi());
  }

  /** Such a provider inherits its id. */
  private static boolean replacesOneOfKeycloak(ShippedProvider provider) {
    Class<?> factory = provider.factory().getClass();
    return Arrays.stream(factory.getDeclaredMethods())
        .noneMatch(method -> method.getName().equals("getId"));
  }

  @ParameterizedTest
  @MethodSource("ids")
  void noOtherClassStatesTheId(String id) throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      assertThat(files.filter(file -> file.toString().endsWith(".java")))
          .filteredOn(file -> !file.endsWith("ProviderIds.java"))
          .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain('"' + id + '"'));
    }
  }
}
