package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Many users cannot have one number flooded that is none of theirs. */
class RecipientOfUsersIT {

  @AutoClose private final TestRealm realm = TestRealm.create();

  @Test
  void changesOfManyUsersToOneNumberShareALimitAndLeaveThePublicOnesAlone() {
    realm.setPolicy(Map.of("max-sends-per-hour", "2"));
    String victim = Unique.phone();

    assertThat(change(victim).has("input[name=code]")).isTrue();
    assertThat(change(victim).has("input[name=code]")).isTrue();
    Page refused = change(victim);

    assertThat(refused.text()).contains("Too many codes were requested. Try again in");
    realm.inbox().awaitText(victim, 2);
    assertThat(new Rows(realm).used("sends-hour", "sms:" + victim)).isZero();
    RestApi.fromEverywhere(realm).send("registration", victim).then().statusCode(201);
    realm.inbox().awaitText(victim, 3);
  }

  @Test
  void ownerProvesANumberThatOthersHaveTriedToChangeTo() {
    realm.setPolicy(Map.of("max-sends-per-hour", "1"));
    TestUser owner = TestUser.random().withPhone(Unique.phone(), false);
    realm.createUser(owner);
    change(owner.phone());

    Page page = realm.login().start(new Browser());
    page = login(page, owner);

    page = page.form().type("code", realm.inbox().awaitText(owner.phone(), 2).code()).submit();
    assertThat(page.has("input[name=code]")).isFalse();
  }

  /** Another user begins to change the number to this one. */
  private Page change(String phone) {
    TestUser user = TestUser.random();
    realm.createUser(user);
    Page page = realm.login().with("kc_action", "UPDATE_PHONE").start(new Browser());
    return login(page, user).form().type("phone", phone).submit();
  }

  private static Page login(Page page, TestUser user) {
    return page.form().type("username", user.username()).type("password", user.password()).submit();
  }
}
