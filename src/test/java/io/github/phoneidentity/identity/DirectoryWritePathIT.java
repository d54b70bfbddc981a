package io.github.phoneidentity.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Directory;
import io.github.phoneidentity.testing.Federation;
import io.github.phoneidentity.testing.Login;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Users of an LDAP server, who are imported by whichever request looks for them: what they cannot
 * own is left off, and nobody else notices.
 */
class DirectoryWritePathIT {

  @AutoClose private static final Directory DIRECTORY = Directory.start();
  @AutoClose private static final TestRealm REALM = TestRealm.create();

  private static Federation federation;

  private final RealmUsers users = new RealmUsers(REALM);
  private final TestUser user = TestUser.random();

  @BeforeAll
  static void federate() {
    federation = Federation.importing(REALM, DIRECTORY, "READ_ONLY");
    federation.map("employeeType", "phoneNumberVerified", false);
  }

  @Test
  void listOfUsersShowsThemAllWhateverNumbersTheyHave() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    TestUser invalid = TestUser.random();
    TestUser several = TestUser.random();
    TestUser fine = TestUser.random();
    DIRECTORY.add(user, Unique.national(owner.phone()));
    DIRECTORY.add(invalid, "hello");
    DIRECTORY.add(several, several.phone(), Unique.phone());
    DIRECTORY.add(fine, Unique.national(fine.phone()));

    List<String> listed = REALM.userIds(Map.of());

    assertThat(listed).contains(id(user), id(invalid), id(several), id(fine));
    assertThat(users.attribute(id(user), "phoneNumber")).isNull();
    assertThat(users.attribute(id(invalid), "phoneNumber")).isNull();
    assertThat(users.attribute(id(several), "phoneNumber")).isNull();
    assertThat(users.attribute(id(fine), "phoneNumber")).isEqualTo(fine.phone());
    assertLeftOff(id(user), "phoneNumber", "taken");
    assertLeftOff(id(invalid), "phoneNumber", "invalid");
    assertThat(users.create(TestUser.random().withPhone(fine.phone(), false)).statusCode())
        .isEqualTo(400);
  }

  /** Values of {@code mobile} that no user can own. */
  enum LeftOff {
    TAKEN {
      @Override
      String[] mobile() {
        TestUser owner = TestUser.random();
        REALM.createUser(owner);
        return new String[] {owner.phone()};
      }
    },
    INVALID {
      @Override
      String[] mobile() {
        return new String[] {"hello"};
      }
    },
    SEVERAL {
      @Override
      String[] mobile() {
        return new String[] {Unique.phone(), Unique.phone()};
      }
    };

    abstract String[] mobile();
  }

  @ParameterizedTest
  @EnumSource
  void passwordGrantThatImportsTheUserSucceedsWithoutTheNumber(LeftOff number) {
    DIRECTORY.add(user, number.mobile());

    assertThat(REALM.passwordGrant(user.username(), "wrong").statusCode()).isEqualTo(400);
    Tokens tokens = Tokens.of(REALM, REALM.passwordGrant(user.username(), user.password()));

    assertThat(tokens.idClaims()).doesNotContainKeys("phone_number", "phone_number_verified");
    assertThat(tokens.idClaims()).containsEntry("nickname", user.nickname());
  }

  @ParameterizedTest
  @EnumSource
  void loginThatImportsTheUserSucceedsWithoutTheNumber(LeftOff number) {
    DIRECTORY.add(user, number.mobile());

    Tokens tokens = Login.begin(REALM).password(user).tokens();

    assertThat(tokens.idClaims()).doesNotContainKeys("phone_number", "phone_number_verified");
    assertThat(tokens.idClaims()).containsEntry("nickname", user.nickname());
  }

  @Test
  void firstRequestOfAllIsAnsweredWithoutTheTakenNumber() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    DIRECTORY.add(user, owner.phone());

    Tokens tokens = Tokens.of(REALM, REALM.passwordGrant(user.email(), user.password()));

    assertThat(tokens.idClaims()).doesNotContainKeys("phone_number", "phone_number_verified");
  }

  @Test
  void nicknameThatSomebodyWasFasterWithLocksNobodyOut() {
    TestUser squatter = TestUser.random().withNickname(user.nickname());
    REALM.createUser(squatter);
    DIRECTORY.add(user);

    assertThat(users.canLogIn(user.username(), user.password())).isTrue();

    assertThat(users.attribute(id(user), "nickname")).isNull();
    assertLeftOff(id(user), "nickname", "taken");
  }

  @Test
  void nicknameThatIsAnothersPhoneIsLeftOff() {
    TestUser named = user.withNickname("01098765432");
    DIRECTORY.add(named);

    assertThat(REALM.userIds(Map.of("search", named.username()))).hasSize(1);

    assertThat(users.attribute(id(user), "nickname")).isNull();
    assertLeftOff(id(user), "nickname", "invalid");
  }

  @Test
  void numberIsFoundAtOnceInWhicheverSpelling() {
    DIRECTORY.add(user, Unique.national(user.phone()));
    DIRECTORY.modify(user, "employeeType", "true");
    federation.sync();

    assertThat(users.canLogIn(user.phone(), user.password())).isTrue();
    assertThat(users.canLogIn(Unique.national(user.phone()), user.password())).isTrue();
    assertThat(users.attribute(id(user), "phoneNumberVerified")).isEqualTo("true");
  }

  @Test
  void synchronisationLeavesOffAndDoesNotFail() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    TestUser invalid = TestUser.random();
    DIRECTORY.add(user, owner.phone());
    DIRECTORY.add(invalid, "hello");

    assertThat(federation.sync().getInt("failed")).isZero();
    assertThat(users.attribute(id(user), "phoneNumber")).isNull();
    assertThat(users.attribute(id(invalid), "phoneNumber")).isNull();

    DIRECTORY.modify(invalid, "mobile", invalid.phone());
    DIRECTORY.modify(user, "mobile", invalid.phone());
    assertThat(federation.syncChanged().getInt("failed")).isZero();
    assertThat(List.of(number(user), number(invalid)))
        .containsExactlyInAnyOrder("none", invalid.phone());
  }

  @Test
  void laterTakenNumberLeavesTheFormerOne() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    DIRECTORY.add(user, user.phone());
    federation.sync();
    DIRECTORY.modify(user, "mobile", owner.phone());

    federation.sync();

    assertThat(number(user)).isEqualTo(user.phone());
    assertLeftOff(id(user), "phoneNumber", "taken");
  }

  @RepeatedTest(3)
  void numberThatSomebodyTakesMeanwhileIsLeftOff() {
    DIRECTORY.add(user, user.phone());
    TestUser neighbour = TestUser.random();
    DIRECTORY.add(neighbour, neighbour.phone());
    TestUser rival = TestUser.random().withPhone(user.phone(), true);

    List<Integer> answers =
        Parallel.run(
            List.of(
                () -> REALM.admin().queryParam("max", 1000).get("/users").statusCode(),
                () -> users.createWithoutPassword(rival).statusCode()));

    assertThat(answers.get(0)).isEqualTo(200);
    assertThat(answers.get(1)).isIn(201, 400, 409);
    assertThat(number(neighbour)).isEqualTo(neighbour.phone());
    assertThat(number(user)).isEqualTo(answers.get(1) == 201 ? "none" : user.phone());
  }

  @Test
  void numberMovesFromOneEntryToAnotherInOneSynchronisation() {
    TestUser first = TestUser.random().withUsername("a_" + Unique.letters(9));
    TestUser last = TestUser.random().withUsername("z_" + Unique.letters(9));
    DIRECTORY.add(first, first.phone());
    DIRECTORY.add(last);
    vouchFor(first, last);
    federation.sync();
    assertThat(List.of(proof(first), proof(last))).containsExactly("true", "none");

    DIRECTORY.modify(first, "mobile");
    DIRECTORY.modify(last, "mobile", first.phone());
    federation.sync();
    assertThat(List.of(number(first), number(last))).containsExactly("none", first.phone());
    assertThat(List.of(proof(first), proof(last))).containsOnly("none");

    DIRECTORY.modify(last, "mobile", last.phone());
    DIRECTORY.modify(first, "mobile", first.phone());
    federation.syncChanged();
    assertThat(List.of(number(first), number(last))).containsExactly(first.phone(), last.phone());

    DIRECTORY.modify(last, "mobile", first.phone());
    DIRECTORY.modify(first, "mobile", last.phone());
    federation.sync();
    assertThat(List.of(number(first), number(last))).containsExactly(last.phone(), first.phone());
  }

  @Test
  void swappedNumbersArriveWithoutTheirProofs() {
    TestUser one = TestUser.random();
    TestUser other = TestUser.random();
    DIRECTORY.add(one, one.phone());
    DIRECTORY.add(other, other.phone());
    vouchFor(one, other);
    federation.sync();
    assertThat(List.of(proof(one), proof(other))).containsOnly("true");

    DIRECTORY.modify(one, "mobile", other.phone());
    DIRECTORY.modify(other, "mobile", one.phone());
    federation.sync();

    assertThat(List.of(number(one), number(other))).containsExactly(other.phone(), one.phone());
    assertThat(List.of(proof(one), proof(other))).containsOnly("none");
    federation.sync();
    assertThat(List.of(proof(one), proof(other))).containsOnly("none");
  }

  @Test
  void numbersInQuarantineStayWhereTheyAreAndTheSynchronisationEnds() {
    REALM.setPolicy(Map.of("released-number-quarantine", "1"));
    try {
      TestUser one = TestUser.random();
      TestUser other = TestUser.random();
      DIRECTORY.add(one, one.phone());
      DIRECTORY.add(other, other.phone());
      federation.sync();

      DIRECTORY.modify(one, "mobile", other.phone());
      DIRECTORY.modify(other, "mobile", one.phone());

      assertThat(federation.sync().getInt("failed")).isZero();
      assertThat(List.of(number(one), number(other))).containsExactly(one.phone(), other.phone());
    } finally {
      REALM.setPolicy(Map.of("released-number-quarantine", "0"));
    }
  }

  @Test
  void entryWithATakenNumberBreaksNoPartialImportThatSkipsIt() {
    TestUser owner = TestUser.random();
    REALM.createUser(owner);
    DIRECTORY.add(user, owner.phone());
    TestUser imported = TestUser.random();

    assertThat(users.partialImport("SKIP", user, imported).statusCode()).isEqualTo(200);

    assertThat(number(imported)).isEqualTo(imported.phone());
    assertThat(number(user)).isEqualTo("none");
    assertLeftOff(id(user), "phoneNumber", "taken");
  }

  @Test
  void numbersThatGoRoundArriveInOneSynchronisation() {
    List<TestUser> ring = List.of(TestUser.random(), TestUser.random(), TestUser.random());
    ring.forEach(one -> DIRECTORY.add(one, one.phone()));
    ring.forEach(this::vouchFor);
    federation.sync();
    assertThat(ring.stream().map(this::proof)).containsOnly("true");

    for (int one = 0; one < ring.size(); one++) {
      DIRECTORY.modify(ring.get(one), "mobile", ring.get((one + 1) % ring.size()).phone());
    }
    federation.sync();

    assertThat(ring.stream().map(this::number))
        .containsExactly(ring.get(1).phone(), ring.get(2).phone(), ring.get(0).phone());
    assertThat(ring.stream().map(this::proof)).containsOnly("none");
  }

  @Test
  void numberOfANewEntryArrivesWhenItsOwnerGivesItUp() {
    TestUser owner = TestUser.random();
    String ownerId = REALM.createUser(owner);
    DIRECTORY.add(user, owner.phone());
    federation.sync();
    assertThat(number(user)).isEqualTo("none");

    users.update(ownerId, "phoneNumber", null);

    assertThat(number(user)).isEqualTo(owner.phone());
  }

  /**
   * The corrected entries have what the copies have, so that the synchronisation writes nothing.
   */
  @Test
  void numberThatWasCorrectedInTheDirectoryIsNotHandedOverLater() {
    TestUser owner = TestUser.random();
    String ownerId = REALM.createUser(owner);
    TestUser neighbour = TestUser.random();
    DIRECTORY.add(user, owner.phone());
    DIRECTORY.add(neighbour, neighbour.phone());
    federation.sync();
    DIRECTORY.modify(neighbour, "mobile", owner.phone());
    federation.sync();
    assertThat(List.of(number(user), number(neighbour))).containsExactly("none", neighbour.phone());

    DIRECTORY.modify(user, "mobile");
    DIRECTORY.modify(neighbour, "mobile", neighbour.phone());
    federation.sync();
    users.update(ownerId, "phoneNumber", null);

    assertThat(List.of(number(user), number(neighbour))).containsExactly("none", neighbour.phone());
    REALM.createUser(TestUser.random().withPhone(owner.phone(), true));
  }

  /** None of the two requests retries what the directory has for others: the sweep does. */
  @Test
  void numberOfAnOwnerWhoLeavesOrProvesAnotherArrivesWithinTwoMinutes() {
    TestUser leaving = TestUser.random();
    String leavingId = REALM.createUser(leaving);
    TestUser changing = TestUser.random();
    REALM.createUser(changing);
    TestUser neighbour = TestUser.random();
    DIRECTORY.add(user, leaving.phone());
    DIRECTORY.add(neighbour, changing.phone());
    federation.sync();
    assertThat(List.of(number(user), number(neighbour))).containsOnly("none");

    users.remove(leavingId);
    Browser browser = new Browser();
    Login.begin(REALM, browser).password(changing).done();
    String another = Unique.phone();
    Login.forAction(REALM, browser, "UPDATE_PHONE").type("phone", another).codeFrom(another).done();

    Awaitility.await("sweep")
        .atMost(Duration.ofMinutes(2))
        .until(() -> List.of(number(user), number(neighbour)), held -> !held.contains("none"));
    assertThat(List.of(number(user), number(neighbour)))
        .containsExactly(leaving.phone(), changing.phone());
  }

  @Test
  void adoptionWritesTheCanonicalNumberToTheCopyAlone() {
    try (Directory directory = Directory.start();
        TestRealm realm = TestRealm.create(RealmUsers::withoutParticipation)) {
      RealmUsers there = new RealmUsers(realm);
      directory.add(user, Unique.national(user.phone()));
      var entry = directory.entry(user);
      Federation.importing(realm, directory, "WRITABLE").sync();
      String id = there.named(user.username()).get(0);
      assertThat(there.attribute(id, "phoneNumber")).isEqualTo(Unique.national(user.phone()));

      there.takePart();

      Awaitility.await("adoption")
          .atMost(Duration.ofSeconds(30))
          .until(() -> id.equals(there.ownerOf(user.phone())));
      assertThat(there.attribute(id, "phoneNumber")).isEqualTo(user.phone());
      assertThat(directory.entry(user)).isEqualTo(entry);
    }
  }

  @Test
  void changedNumberLosesItsProof() {
    TestUser vouched = TestUser.random();
    DIRECTORY.add(vouched, vouched.phone());
    DIRECTORY.modify(vouched, "employeeType", "true");
    federation.sync();
    assertThat(users.attribute(id(vouched), "phoneNumberVerified")).isEqualTo("true");
    String other = Unique.phone();

    DIRECTORY.modify(vouched, "mobile", other);
    federation.sync();

    assertThat(number(vouched)).isEqualTo(other);
    assertThat(users.attribute(id(vouched), "phoneNumberVerified")).isNull();
    federation.sync();
    assertThat(users.attribute(id(vouched), "phoneNumberVerified")).isNull();
    REALM.createUser(TestUser.random().withPhone(vouched.phone(), true));
  }

  @Test
  void userWhoIsFoundInAnotherUsersBrokerLoginIsTheDirectorys() {
    TestUser owner = TestUser.random();
    String ownerId = REALM.createUser(owner);
    DIRECTORY.add(user, owner.phone());
    try (Brokering brokering = Brokering.of(REALM)) {
      TestUser brokered = user.withoutPhone().withNickname(TestUser.random().nickname());
      brokering.provider().createUser(brokered);

      assertThat(brokering.begin(brokered).text()).contains("already exists");
    }
    assertThat(number(user)).isEqualTo("none");
    assertLeftOff(id(user), "phoneNumber", "taken");

    users.update(ownerId, "phoneNumber", null);

    assertThat(number(user)).isEqualTo(owner.phone());
  }

  @Test
  void removedCopiesFreeTheirNumbers() {
    DIRECTORY.add(user, user.phone());
    federation.sync();
    assertThat(number(user)).isEqualTo(user.phone());

    DIRECTORY.remove(user);
    federation.removeImported();

    REALM.createUser(TestUser.random().withPhone(user.phone(), true));
    DIRECTORY.add(user, user.phone());
    assertThat(federation.sync().getInt("failed")).isZero();
    assertThat(number(user)).isEqualTo("none");
  }

  private String id(TestUser one) {
    return users.named(one.username()).get(0);
  }

  private String number(TestUser one) {
    String number = users.attribute(id(one), "phoneNumber");
    return number == null ? "none" : number;
  }

  private String proof(TestUser one) {
    String proof = users.attribute(id(one), "phoneNumberVerified");
    return proof == null ? "none" : proof;
  }

  /** Has the directory say that the numbers of these users are verified. */
  private void vouchFor(TestUser... some) {
    for (TestUser one : some) {
      DIRECTORY.modify(one, "employeeType", "true");
    }
  }

  private static void assertLeftOff(String id, String attribute, String reason) {
    assertThat(REALM.events("UPDATE_PROFILE_ERROR"))
        .anySatisfy(
            event -> {
              assertThat(event).containsEntry("userId", id);
              assertThat(event).containsEntry("error", "brokered_value_left_off");
              assertThat(event.get("details"))
                  .isEqualTo(
                      Map.of("attribute", attribute, "reason", reason, "origin", "directory"));
            });
  }
}
