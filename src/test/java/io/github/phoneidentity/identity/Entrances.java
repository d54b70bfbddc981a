package io.github.phoneidentity.identity;

import io.github.phoneidentity.authentication.Flows;
import io.github.phoneidentity.identity.WritingEntrance.Answer;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.testing.Journey;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.restassured.response.Response;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** The realm in which all entrances are tried, and the identity provider that it trusts. */
record Entrances(TestRealm realm, RealmUsers users, Brokering brokering, Scim scim)
    implements AutoCloseable {

  static Entrances open() {
    TestRealm realm =
        TestRealm.create(
            json -> {
              json.put("scimApiEnabled", true);
              Flows.loginByPasswordOrSms(json);
            });
    return new Entrances(realm, new RealmUsers(realm), Brokering.of(realm), Scim.of(realm));
  }

  /** Types the number and then the code of its text. */
  void proveOn(Journey<?> journey, String number) {
    String phone = e164(number);
    int texts = realm.inbox().countFor(phone);
    journey.type("phone", number).codeFrom(phone, texts + 1);
  }

  String proveByRest(RestApi rest, String number) {
    String phone = e164(number);
    int texts = realm.inbox().countFor(phone);
    String id = rest.send("registration", number).then().statusCode(201).extract().path("id");
    rest.confirm(id, realm.inbox().awaitText(phone, texts + 1).code()).then().statusCode(200);
    return id;
  }

  /** Whether this user has got a text, when texts that were asked for later have come. */
  boolean getsCode(TestUser user) {
    for (int i = 0; i < 3 && realm.inbox().countFor(user.phone()) == 0; i++) {
      TestUser later = TestUser.random();
      realm.createUser(later);
      RestApi.fromEverywhere(realm).send("password-reset", later.phone()).then().statusCode(201);
      realm.inbox().awaitText(later.phone());
    }
    return realm.inbox().countFor(user.phone()) > 0;
  }

  /** Changes an attribute past the extension, by a statement of somebody's own. */
  void overwrite(String userId, String attribute, String value) {
    try (Connection database = realm.server().database().connect();
        PreparedStatement update =
            database.prepareStatement(
                "update USER_ATTRIBUTE set VALUE = ? where USER_ID = ? and NAME = ?")) {
      update.setString(1, value);
      update.setString(2, userId);
      update.setString(3, attribute);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The number in E.164, whatever its spelling. */
  static String e164(String number) {
    return PhoneNumberParser.parse(number, "KR").map(PhoneNumber::e164).orElseThrow();
  }

  Answer answer(TestUser user, Response response) {
    return new Answer(idOf(user), response.statusCode(), response.asString());
  }

  Answer answer(TestUser user, Page page) {
    return new Answer(idOf(user), page.status(), page.text());
  }

  Answer answer(TestUser user, boolean done) {
    return new Answer(idOf(user), done ? 200 : 400, "");
  }

  private String idOf(TestUser user) {
    List<String> ids = users.named(user.username());
    return ids.isEmpty() ? null : ids.get(0);
  }

  /** Who owns a number, as an administrator is shown it; null for nobody. */
  String ownerOf(String phone) {
    Response claim = realm.admin().queryParam("phone", phone).get("/phone-identity/claims");
    return claim.statusCode() == 200 && claim.path("releasedAt") == null
        ? claim.path("userId")
        : null;
  }

  @Override
  public void close() {
    brokering.close();
    realm.close();
  }
}
