package io.github.phoneidentity.policy;

import io.github.phoneidentity.phone.ByRegion;
import io.github.phoneidentity.phone.PhoneNumber;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The ids of the SMS gateways of each country, in the order of failover: {@code twilio,http} for
 * every country, or {@code KR=solapi,US|CA=twilio+sns,*=http}.
 */
public final class GatewayChoice {

  private static final Pattern ORDER = Pattern.compile("[,+]");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  private final String typed;
  private final ByRegion lists;

  private GatewayChoice(String typed) {
    this.typed = typed;
    lists = ByRegion.of(typed);
  }

  /**
   * Reads a choice.
   *
   * @throws IllegalArgumentException with the reason, as a phrase that follows the key
   */
  static GatewayChoice of(String typed) {
    GatewayChoice choice = new GatewayChoice(typed);
    choice.ids().stream()
        .filter(id -> !ID.matcher(id).matches())
        .findFirst()
        .ifPresent(
            id -> {
              throw new IllegalArgumentException(
                  "must be gateway ids such as http with commas between them, or by country such"
                      + " as KR=solapi,*=twilio+http, not '%s'".formatted(Abbreviation.of(id)));
            });
    if (choice.lists.texts().isEmpty()
        || choice.lists.texts().stream().anyMatch(list -> split(list).isEmpty())) {
      throw new IllegalArgumentException("names no gateway");
    }
    return choice;
  }

  private static List<String> split(String list) {
    return ORDER
        .splitAsStream(list)
        .map(String::strip)
        .filter(id -> !id.isEmpty())
        .distinct()
        .toList();
  }

  /** The gateways for this number, the preferred one first; empty if its country has none. */
  public List<String> of(PhoneNumber number) {
    return lists.of(number).map(GatewayChoice::split).orElseGet(List::of);
  }

  /** Whether the country with this ISO 3166-1 alpha-2 code has a gateway. */
  boolean covers(String region) {
    return lists.regions().contains(region) || lists.regions().contains(ByRegion.OTHERS);
  }

  /** The ids of all gateways. */
  Set<String> ids() {
    return lists.texts().stream()
        .map(GatewayChoice::split)
        .flatMap(Collection::stream)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * A country to which texts may be sent, and that has no gateway.
   *
   * @param allowed the ISO 3166-1 alpha-2 codes of the countries to which texts may be sent; empty
   *     for all
   * @return one of them, or {@link ByRegion#OTHERS}; empty if every country has a gateway
   */
  Optional<String> uncovered(Set<String> allowed) {
    if (lists.regions().contains(ByRegion.OTHERS)) {
      return Optional.empty();
    }
    return allowed.isEmpty()
        ? Optional.of(ByRegion.OTHERS)
        : allowed.stream().filter(region -> !lists.regions().contains(region)).sorted().findFirst();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GatewayChoice choice && typed.equals(choice.typed);
  }

  @Override
  public int hashCode() {
    return typed.hashCode();
  }

  /** The choice as it was typed. */
  @Override
  public String toString() {
    return typed;
  }
}
