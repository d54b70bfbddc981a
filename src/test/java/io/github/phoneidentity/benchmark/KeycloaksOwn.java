package io.github.phoneidentity.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phoneidentity.testing.RealmExport;
import java.util.List;

/** The demo realm without anything of this project. */
final class KeycloaksOwn {

  private KeycloaksOwn() {}

  /** Takes flows, actions, validators, themes and listeners of this project off an import. */
  static void realm(ObjectNode realm) {
    realm.put("bruteForceProtected", false);
    realm.remove(
        List.of(
            "loginTheme",
            "accountTheme",
            "browserFlow",
            "registrationFlow",
            "directGrantFlow",
            "resetCredentialsFlow",
            "authenticationFlows",
            "authenticatorConfig",
            "requiredActions"));
    realm.putArray("eventsListeners").add("jboss-logging");
    RealmExport.eachAttribute(
        realm,
        attribute ->
            attribute
                .withObject("/validations")
                .remove(List.of("phone-number", "unique-identifier")));
  }
}
