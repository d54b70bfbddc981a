package io.github.phoneidentity.identity;

import io.github.phoneidentity.identity.WritingEntrance.Answer;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.testing.Journey;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.restassured.response.Response;
import java.util.List;

/** The realm in which all entrances are tried, and the identity provider that it trusts. */
record Entrances(TestRealm realm, RealmUsers users, Brokering brokering) implements AutoCloseable {

  static Entrances open() {
    TestRealm realm = TestRealm.create();
    return new Entrances(realm, new RealmUsers(realm), Brokering.of(realm));
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
