package io.github.phoneidentity.reference;

import io.github.phoneidentity.account.DirectoryRefusal;
import io.github.phoneidentity.account.PhoneConflict;
import io.github.phoneidentity.events.RoutingKey;
import io.github.phoneidentity.events.UserEventType;
import io.github.phoneidentity.policy.AdminEventResources;
import io.github.phoneidentity.policy.EventErrors;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.provider.ProviderConfigProperty;

/** The text of the reference. */
final class ReferencePage {

  static final String COMMAND = "mvn test -Dtest=ReferenceTest -Dreference.write=true";

  private ReferencePage() {}

  static String text() {
    Markdown page = new Markdown();
    page.paragraph(
        "# Reference",
        "This page lists the names that the other pages explain. It is made from the code by"
            + " `ReferenceTest`, which fails when the two differ; `"
            + COMMAND
            + "` rewrites it.");
    providers(page);
    policy(page);
    executions(page);
    options(page);
    events(page);
    meters(page);
    return page.text();
  }

  private static void providers(Markdown page) {
    page.paragraph(
        "## Providers", "The provider ids of each SPI, with their names in the console.");
    Map<String, List<ShippedProvider>> bySpi =
        ShippedProvider.all()
            .collect(
                Collectors.groupingBy(ShippedProvider::spi, TreeMap::new, Collectors.toList()));
    bySpi.forEach(
        (spi, providers) -> {
          page.paragraph("### SPI `" + spi + "`");
          providers.forEach(
              provider -> page.item(provider.id(), provider.label(), provider.purpose()));
        });
  }

  private static void policy(Markdown page) {
    page.paragraph(
        "## Keys of the policy",
        "The config of required action `VERIFY_PHONE`. An empty value means the default.");
    PolicyKey.all()
        .forEach(
            key ->
                page.item(
                    key.property().getName(),
                    (hasChoices(key.property()) ? "" : key.requirement() + ", ")
                        + defaultOf(key.property()),
                    key.property().getHelpText()));
  }

  private static void executions(Markdown page) {
    page.paragraph("## Config of executions");
    ShippedProvider.all()
        .filter(provider -> provider.configKeys().findAny().isPresent())
        .forEach(
            provider -> {
              page.paragraph("### `" + provider.id() + "`");
              provider.configKeys().forEach(key -> property(page, key.getName(), key));
            });
  }

  private static void options(Markdown page) {
    page.paragraph(
        "## Server options",
        "Options of `kc.sh start`, after `--`. [Keycloak's guide]"
            + "(https://www.keycloak.org/server/configuration-provider) says how to set them by the"
            + " environment.");
    ServerOption.all().forEach(option -> property(page, option.name(), option.property()));
  }

  private static void property(Markdown page, String name, ProviderConfigProperty property) {
    page.item(name, defaultOf(property), property.getHelpText());
  }

  private static String defaultOf(ProviderConfigProperty property) {
    String values =
        hasChoices(property)
            ? property.getOptions().stream().collect(Collectors.joining("` or `", "`", "`, "))
            : "";
    Object value = property.getDefaultValue();
    String byDefault =
        value == null || value.toString().isEmpty() ? "no default" : "default `" + value + "`";
    return (property.isSecret() ? "secret, " : "") + values + byDefault;
  }

  private static boolean hasChoices(ProviderConfigProperty property) {
    return property.getOptions() != null && !property.getOptions().isEmpty();
  }

  private static void events(Markdown page) {
    page.paragraph(
        "## User events on RabbitMQ",
        "Routing keys; `{realm}` is the realm's name. [user-events.md](user-events.md) describes"
            + " the messages.");
    for (UserEventType type : UserEventType.values()) {
      page.item(RoutingKey.of("{realm}", "", type), "", SourceComment.of(type));
    }
    page.paragraph("## Errors of events", "Errors of user events beside those of Keycloak itself.");
    constants(page, EventErrors.class);
    for (PhoneConflict conflict : PhoneConflict.values()) {
      page.item(conflict.error(), "", SourceComment.of(conflict));
    }
    for (DirectoryRefusal refusal : DirectoryRefusal.values()) {
      page.item(refusal.error(), "", SourceComment.of(refusal));
    }
    page.paragraph(
        "## Resource types of admin events",
        "Resource types of admin events beside those of Keycloak itself.");
    constants(page, AdminEventResources.class);
  }

  private static void constants(Markdown page, Class<?> names) {
    Stream.of(names.getFields())
        .forEach(
            constant ->
                page.item(value(constant), "", SourceComment.of(names, constant.getName())));
  }

  private static String value(Field constant) {
    try {
      return (String) constant.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static void meters(Markdown page) {
    page.paragraph(
        "## Metrics",
        "Names at `/metrics` of the management port. A timer has the endings `_count`, `_sum` and"
            + " `_max`.");
    RecordedMeters.all()
        .forEach(
            meter ->
                page.item(
                    RecordedMeters.exportedName(meter),
                    RecordedMeters.kind(meter),
                    meter.getDescription() + "."));
  }
}
