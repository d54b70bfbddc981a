package io.github.phoneidentity.testing;

import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A realm's user federation with an LDAP server, as an administrator sets it up: {@code mobile} is
 * mapped to {@code phoneNumber}, {@code displayName} to {@code nickname}.
 */
public final class Federation {

  private final TestRealm realm;
  private final String id;

  private Federation(TestRealm realm, String id) {
    this.realm = realm;
    this.id = id;
  }

  /** Users are copied into the realm's database. */
  public static Federation importing(TestRealm realm, Directory directory, String editMode) {
    return of(realm, directory, editMode, true, false);
  }

  /** The same, and the number is read from the directory each time, whatever the copy has. */
  public static Federation alwaysReading(TestRealm realm, Directory directory, String editMode) {
    return of(realm, directory, editMode, true, true);
  }

  /** Users stay in the directory. */
  public static Federation withoutImport(TestRealm realm, Directory directory, String editMode) {
    return of(realm, directory, editMode, false, true);
  }

  private static Federation of(
      TestRealm realm, Directory directory, String editMode, boolean imported, boolean reading) {
    Map<String, String> config = new HashMap<>();
    config.put("enabled", "true");
    config.put("importEnabled", Boolean.toString(imported));
    config.put("editMode", editMode);
    config.put("vendor", "other");
    config.put("connectionUrl", directory.url(realm.server().hostOfTests()));
    config.put("usersDn", Directory.PEOPLE);
    config.put("authType", "simple");
    config.put("bindDn", Directory.BIND_DN);
    config.put("bindCredential", Directory.BIND_PASSWORD);
    config.put("usernameLDAPAttribute", "uid");
    config.put("rdnLDAPAttribute", "uid");
    config.put("uuidLDAPAttribute", "entryUUID");
    config.put("userObjectClasses", "inetOrgPerson");
    config.put("pagination", "true");
    String parent = realm.admin().get().then().statusCode(200).extract().path("id");
    Federation federation =
        new Federation(
            realm,
            create(realm, parent, "ldap", "org.keycloak.storage.UserStorageProvider", config));
    federation.map("mobile", "phoneNumber", reading);
    federation.map("displayName", "nickname", false);
    return federation;
  }

  /** Maps another attribute of the entries. */
  public void map(String ldapAttribute, String attribute, boolean alwaysRead) {
    create(
        realm,
        id,
        "user-attribute-ldap-mapper",
        "org.keycloak.storage.ldap.mappers.LDAPStorageMapper",
        Map.of(
            "ldap.attribute",
            ldapAttribute,
            "user.model.attribute",
            attribute,
            "read.only",
            "false",
            "always.read.value.from.ldap",
            Boolean.toString(alwaysRead),
            "is.mandatory.in.ldap",
            "false"));
  }

  private static String create(
      TestRealm realm, String parent, String provider, String type, Map<String, String> config) {
    Map<String, List<String>> values = new HashMap<>();
    config.forEach((name, value) -> values.put(name, List.of(value)));
    String location =
        realm
            .admin()
            .body(
                Map.of(
                    "name", "c" + Unique.letters(6),
                    "parentId", parent,
                    "providerId", provider,
                    "providerType", type,
                    "config", values))
            .post("/components")
            .then()
            .log()
            .ifValidationFails()
            .statusCode(201)
            .extract()
            .header("Location");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  /** From now on users who are added to the realm are added to a writable directory too. */
  public void syncRegistrations() {
    Map<String, Object> component =
        new HashMap<>(realm.admin().get("/components/{id}", id).jsonPath().getMap("$"));
    Map<String, Object> config = new HashMap<>((Map<String, Object>) component.get("config"));
    config.put("syncRegistrations", List.of("true"));
    component.put("config", config);
    realm.admin().body(component).put("/components/{id}", id).then().statusCode(204);
  }

  /** Synchronises all users; what Keycloak says of it. */
  public JsonPath sync() {
    return post("sync?action=triggerFullSync");
  }

  /** Synchronises the users whose entries have changed since the last time. */
  public JsonPath syncChanged() {
    return post("sync?action=triggerChangedUsersSync");
  }

  /** Removes the copies of all users. */
  public void removeImported() {
    realm.admin().post("/user-storage/{id}/remove-imported-users", id).then().statusCode(204);
  }

  /** Ends the federation, and with it the copies of all users. */
  public void remove() {
    realm.admin().delete("/components/{id}", id).then().statusCode(204);
  }

  private JsonPath post(String action) {
    return realm
        .admin()
        .post("/user-storage/" + id + "/" + action)
        .then()
        .log()
        .ifValidationFails()
        .statusCode(200)
        .extract()
        .jsonPath();
  }
}
