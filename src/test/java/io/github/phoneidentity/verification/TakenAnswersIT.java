package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One proof does not tell who else has an account. */
class TakenAnswersIT {

  @AutoClose private final TestRealm realm = TestRealm.create();
  private final Rows rows = new Rows(realm);
  private final RestApi app = RestApi.fromEverywhere(realm);
  private final TestUser other = TestUser.random();

  @BeforeEach
  void createTheOther() {
    realm.createUser(other);
  }

  @Test
  void parallelRegistrationsGetTwentyAnswersForOneProofWhichIsThenGone() {
    String proof = app.prove("registration", Unique.phone());

    List<Response> answers = Parallel.run(200, i -> register(app, proof, other.email()));

    assertThat(answers).extracting(Response::statusCode).containsOnly(409, 410);
    assertThat(answers.stream().filter(answer -> answer.statusCode() == 409)).hasSize(20);
    assertThat(rows.used("taken-answers", "proof:" + proof)).isEqualTo(20);
    register(app, proof, TestUser.random().email()).then().statusCode(410);
  }

  @Test
  void answersConsumeTheAvailabilityChecksOfTheAddress() {
    realm.setPolicy(Map.of("max-checks-per-address-hour", "2"));
    RestApi one = new RestApi(realm);
    String proof = one.prove("registration", Unique.phone());

    register(one, proof, other.email()).then().statusCode(409);
    one.available(Map.of("username", "somebody")).then().statusCode(200);
    register(one, proof, other.email()).then().statusCode(429);
    register(app, proof, other.email()).then().statusCode(409);

    assertThat(rows.used("taken-answers", "proof:" + proof)).isEqualTo(2);
  }

  private static Response register(RestApi app, String proof, String email) {
    Map<String, Object> form = RestApi.form(TestUser.random(), proof);
    form.put("email", email);
    return app.register(form);
  }
}
