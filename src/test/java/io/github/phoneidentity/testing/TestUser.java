package io.github.phoneidentity.testing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a user has, all of it allowed by the demo realm.
 *
 * @param phone in E.164, or null for none
 * @param phoneVerified whether the administrator vouches for it
 */
public record TestUser(
    String username,
    String email,
    String nickname,
    String firstName,
    String lastName,
    String password,
    String phone,
    boolean phoneVerified) {

  /** Somebody whom no other test knows, with a verified number. */
  public static TestUser random() {
    String name = "u_" + Unique.letters(9);
    return new TestUser(
        name,
        name + "@example.com",
        Unique.letters(10),
        "Min-jun",
        "Kim",
        "Pass-" + Unique.letters(10) + "-1",
        Unique.phone(),
        true);
  }

  public TestUser withUsername(String value) {
    return new TestUser(
        value, email, nickname, firstName, lastName, password, phone, phoneVerified);
  }

  public TestUser withNickname(String value) {
    return new TestUser(
        username, email, value, firstName, lastName, password, phone, phoneVerified);
  }

  public TestUser withPhone(String value, boolean verified) {
    return new TestUser(username, email, nickname, firstName, lastName, password, value, verified);
  }

  public TestUser withoutPhone() {
    return withPhone(null, false);
  }

  /** As the admin REST API takes it. */
  public Map<String, Object> representation() {
    Map<String, List<String>> attributes = new HashMap<>();
    attributes.put("nickname", List.of(nickname));
    if (phone != null) {
      attributes.put("phoneNumber", List.of(phone));
      if (phoneVerified) {
        attributes.put("phoneNumberVerified", List.of("true"));
      }
    }
    return Map.of(
        "username", username,
        "email", email,
        "emailVerified", true,
        "firstName", firstName,
        "lastName", lastName,
        "enabled", true,
        "attributes", attributes,
        "credentials", List.of(Map.of("type", "password", "value", password)));
  }
}
