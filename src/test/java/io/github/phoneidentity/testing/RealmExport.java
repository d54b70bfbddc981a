package io.github.phoneidentity.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Consumer;

/** The repository's {@code realm-export.json}, as an import under another name. */
public final class RealmExport {

  private static final Path FILE = Path.of("realm-export.json");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The key of every realm, because making two of them takes most of the time of an import. */
  private static final String PRIVATE_KEY = newKey();

  private RealmExport() {}

  /** The very file. */
  public static String text() {
    try {
      return Files.readString(FILE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The realm called {@code name}, with its texts going to the test's listener. */
  public static String as(String name, Consumer<ObjectNode> changes) {
    try {
      ObjectNode realm = (ObjectNode) JSON.readTree(text());
      realm.put("realm", name);
      realm.remove("id");
      realm.put("privateKey", PRIVATE_KEY);
      for (JsonNode action : realm.path("requiredActions")) {
        if (TestRealm.VERIFY_PHONE.equals(action.path("alias").asText())) {
          ((ObjectNode) action).withObject("/config").put("gateways", "http");
        }
      }
      changes.accept(realm);
      return JSON.writeValueAsString(realm);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String newKey() {
    try {
      KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
      keys.initialize(2048);
      return Base64.getEncoder().encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Changes every attribute of the user profile of a realm to be imported. */
  public static void eachAttribute(ObjectNode realm, Consumer<ObjectNode> change) {
    ArrayNode config =
        (ArrayNode)
            realm.at(
                "/components/org.keycloak.userprofile.UserProfileProvider/0/config"
                    + "/kc.user.profile.config");
    try {
      JsonNode profile = JSON.readTree(config.get(0).asText());
      profile.path("attributes").forEach(attribute -> change.accept((ObjectNode) attribute));
      config.set(0, profile.toString());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
