package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Numbers that are reserved for fiction get no text, in a realm that texts their country. */
class FictionNumberIT {

  private static final String RESERVED = "+12015550147";
  private static final String TEST_NUMBER = "+12015550148";
  private static final String NOT_ALLOWED =
      "We cannot send codes to this kind of number. Use a mobile number of a supported country.";
  private static final String CODE = "271828";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private final RestApi rest = new RestApi(REALM);

  @BeforeAll
  static void allowTheCountry() {
    REALM.setPolicy(Map.of("allowed-countries", "KR,US", "test-numbers", TEST_NUMBER + ":" + CODE));
  }

  @Test
  void theApiRefusesThem() {
    String error =
        rest.send("registration", RESERVED).then().statusCode(400).extract().path("error");

    assertThat(error).isEqualTo("phone_not_allowed");
    assertThat(REALM.inbox().textsTo(RESERVED)).isEmpty();
  }

  @Test
  void thePageRefusesThem() {
    Page page = SignUp.begin(REALM).phone("+1 (201) 555-0147").page();

    assertThat(page.errorAt("phone")).contains(NOT_ALLOWED);
    assertThat(REALM.inbox().textsTo(RESERVED)).isEmpty();
  }

  @Test
  void oneThatIsATestNumberHasItsCode() {
    String id = rest.send("registration", TEST_NUMBER).then().statusCode(201).extract().path("id");

    rest.confirm(id, CODE).then().statusCode(200);
    assertThat(REALM.inbox().textsTo(TEST_NUMBER)).isEmpty();
  }
}
