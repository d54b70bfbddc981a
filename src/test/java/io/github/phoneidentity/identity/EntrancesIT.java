package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.identity.WritingEntrance.Answer;
import io.github.phoneidentity.identity.WritingEntrance.Proof;
import io.github.phoneidentity.identity.WritingEntrance.Refusal;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The table <em>entrances × rules</em> of {@code docs/security.md}: each rule at every entrance by
 * which a number comes to a user, or names one.
 */
class EntrancesIT {

  @AutoClose private static final Entrances AT = Entrances.open();

  private final TestUser user = TestUser.random();

  @ParameterizedTest
  @EnumSource
  void numberOfAnotherUserStaysThatUsers(WritingEntrance entrance) {
    TestUser owner = TestUser.random();
    String ownerId = AT.realm().createUser(owner);

    Answer answer = entrance.bring(AT, user, pasted(owner.phone()));

    assertThat(AT.ownerOf(owner.phone())).isEqualTo(ownerId);
    assertThat(AT.users().attribute(ownerId, "phoneNumberVerified")).isEqualTo("true");
    assertThat(AT.realm().userIds(Map.of("q", "phoneNumber:" + owner.phone())))
        .containsExactly(ownerId);
    assertRefused(entrance.refusal(), answer);
  }

  private static void assertRefused(Refusal refusal, Answer answer) {
    switch (refusal) {
      case PAGE ->
          assertThat(answer.text())
              .containsPattern("has an account|another account|has this phone");
      case BAD_REQUEST -> {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("phoneNumber");
      }
      case SCIM_ERROR -> {
        assertThat(answer.status()).as(answer.text()).isIn(400, 409);
        assertThat(answer.text()).contains("urn:ietf:params:scim:api:messages:2.0:Error");
      }
      case CONFLICT -> assertThat(answer.status()).isEqualTo(409);
      case LEFT_OFF, NOT_WRITTEN -> {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.userId()).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ACCOUNT_REST")
  void pastedNumberIsStoredInE164AndClaimed(WritingEntrance entrance) {
    String phone = Unique.phone();

    Answer answer = entrance.bring(AT, user, pasted(phone));

    assertThat(answer.userId()).as("user %s", answer).isNotNull();
    assertThat(AT.users().attribute(answer.userId(), "phoneNumber")).isEqualTo(phone);
    assertThat(AT.ownerOf(phone)).isEqualTo(answer.userId());
  }

  @ParameterizedTest
  @EnumSource
  void numberCountsAsVerifiedOnlyByACodeOrTheWordThatTheTableAccepts(WritingEntrance entrance) {
    String phone = Unique.phone();

    String id = entrance.bring(AT, user, phone).userId();

    boolean stored = phone.equals(AT.users().attribute(id, "phoneNumber"));
    assertThat(stored).isEqualTo(entrance.refusal() != Refusal.NOT_WRITTEN);
    if (stored) {
      assertThat(AT.users().attribute(id, "phoneNumberVerified"))
          .isEqualTo(entrance.proof() == Proof.NEVER ? null : "true");
    }
    assertThat(AT.users().attribute(id, "phoneNumberVerifiedAt") != null)
        .isEqualTo(entrance.proof() == Proof.BY_CODE);
  }

  @ParameterizedTest
  @EnumSource
  void pastedNumberLeadsToItsOwner(LookupEntrance entrance) {
    AT.realm().createUser(user);

    assertThat(entrance.leadsTo(AT, user, pasted(user.phone()))).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void numberThatIsNoLongerOnFileLeadsToNobody(LookupEntrance entrance) {
    AT.overwrite(AT.realm().createUser(user), "phoneNumber", Unique.phone());

    assertThat(entrance.leadsTo(AT, user, user.phone())).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"LOGIN_PAGE", "PASSWORD_GRANT"})
  void numberThatIsNotProvenGetsNoText(LookupEntrance entrance) {
    AT.realm().createUser(user.withPhone(user.phone(), false));

    assertThat(entrance.leadsTo(AT, user, user.phone())).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void disabledUserIsNotLetIn(LookupEntrance entrance) {
    String id = AT.realm().createUser(user);
    AT.realm().admin().body(Map.of("enabled", false)).put("/users/{id}", id);

    assertThat(entrance.leadsTo(AT, user, user.phone())).isFalse();
  }

  /** As a contact app copies it: isolates around it, an en dash and a no-break space inside. */
  private static String pasted(String phone) {
    String national = Unique.national(phone);
    return "\u2068" + national.replaceFirst("-", "\u2013").replaceFirst("-", "\u00a0") + "\u2069";
  }
}
