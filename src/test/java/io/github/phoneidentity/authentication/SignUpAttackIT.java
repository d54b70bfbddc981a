package io.github.phoneidentity.authentication;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.AppLogin;
import io.github.phoneidentity.testing.Browser;
import io.github.phoneidentity.testing.Form;
import io.github.phoneidentity.testing.Page;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Tokens;
import io.github.phoneidentity.testing.Unique;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A sign-up without a proof is impossible, whichever way it is tried. */
class SignUpAttackIT {

  private static final String PHONE_PAGE = "Sign up with your phone number";
  private static final String PROOF_GONE =
      "The verification has expired or was already used. Start again.";

  @AutoClose private static final TestRealm REALM = TestRealm.create();

  /** The address that a sign-up form with a proof is posted to; another sign-up's, of course. */
  private static Map<String, String> formQuery;

  private final TestUser user = TestUser.random();

  @BeforeAll
  static void learnWhereTheFormIsPostedTo() {
    SignUp signUp = SignUp.begin(REALM).prove(Unique.phone());
    formQuery = Query.of(signUp.page().form().action());
  }

  @Test
  void formPostedInsteadOfThePhoneMakesNoUser() {
    SignUp signUp = SignUp.begin(REALM);

    Page page = signUp.browser().post(signUp.page().form().action(), filledIn(user));

    assertThat(page.title()).isEqualTo(PHONE_PAGE);
    assertNoUser();
  }

  @Test
  void formPostedInsteadOfTheCodeMakesNoUser() {
    SignUp signUp = SignUp.begin(REALM).phone(user.phone());

    Page page = signUp.browser().post(signUp.page().form().action(), filledIn(user));

    assertThat(page.title()).isEqualTo("Enter the code");
    assertNoUser();
  }

  @Test
  void formPostedToTheExecutionOfTheFormMakesNoUser() {
    for (SignUp signUp : List.of(SignUp.begin(REALM), SignUp.begin(REALM).phone(Unique.phone()))) {
      URI action = signUp.page().form().action();
      URI skipping = Query.with(action, Map.of("execution", formQuery.get("execution")));

      Page page = signUp.browser().post(skipping, filledIn(user));

      assertThat(page.title()).isNotEqualTo("Create your account");
      assertNoUser();
    }
  }

  @Test
  void formIsNotShownToWhoAsksForItsExecution() {
    SignUp signUp = SignUp.begin(REALM);
    URI action = signUp.page().form().action();

    Page page =
        signUp.browser().open(Query.with(action, Map.of("execution", formQuery.get("execution"))));

    assertThat(page.has("#kc-register-form")).isFalse();
  }

  @Test
  void noOtherEndpointEntersTheFlow() {
    String base = REALM.url() + "/login-actions/";
    for (String endpoint : List.of("registration", "authenticate", "required-action")) {
      Browser browser = new Browser();
      Page login = REALM.login().start(browser);
      Map<String, String> query = Query.of(login.form().action());
      query.put("execution", formQuery.get("execution"));
      URI address = Query.with(URI.create(base + endpoint), query);

      assertThat(browser.open(address).has("#kc-register-form")).as("GET %s", endpoint).isFalse();
      browser.post(address, filledIn(user));
      assertNoUser();
    }
  }

  @Test
  void registrationEndpointOfOpenIdConnectBeginsWithThePhone() {
    URI address =
        URI.create(
            REALM.login().address().toString().replace("connect/auth", "connect/registrations"));

    assertThat(new Browser().open(address).title()).isEqualTo(PHONE_PAGE);
  }

  @Test
  void foreignChallengeOrSessionInTheFormIsNothing() {
    TestUser victim = TestUser.random();
    SignUp proven = SignUp.begin(REALM).prove(victim.phone());
    SignUp signUp = SignUp.begin(REALM).phone(user.phone());
    Map<String, String> foreign = Query.of(proven.page().form().action());

    for (String parameter : List.of("tab_id", "session_code", "client_data", "execution")) {
      URI mixed =
          Query.with(signUp.page().form().action(), Map.of(parameter, foreign.get(parameter)));
      signUp.browser().post(mixed, filledIn(user));
      assertNoUser();
    }
    signUp.browser().post(proven.page().form().action(), filledIn(user));
    assertNoUser();
    assertThat(proven.fill(victim).tokens().idClaims())
        .containsEntry("phone_number", victim.phone());
  }

  @Test
  void codeThatWasSentForAnotherSessionIsNothing() {
    SignUp owner = SignUp.begin(REALM).phone(user.phone());
    String ownersCode = REALM.inbox().codeFor(user.phone());
    new Rows(REALM).endCooldown(user.phone());
    SignUp thief = SignUp.begin(REALM).phone(user.phone());
    REALM.inbox().awaitText(user.phone(), 2);

    assertThat(thief.code(ownersCode).page().errorAt("code")).isPresent();
    assertThat(owner.code(ownersCode).page().title()).isEqualTo("Create your account");
    assertThat(thief.page().has("#kc-register-form")).isFalse();
  }

  @Test
  void addedFieldsDoNotChangeTheProvenNumber() {
    String wanted = Unique.phone();
    SignUp signUp = SignUp.begin(REALM).prove(user.phone());
    Map<String, List<String>> fields = filledIn(user);
    for (String prefix : List.of("", "user.attributes.")) {
      fields.put(prefix + "phoneNumber", List.of(wanted));
      fields.put(prefix + "phoneNumberVerified", List.of("true"));
      fields.put(prefix + "phoneNumberVerifiedAt", List.of("1999-01-01T00:00:00Z"));
    }

    signUp.browser().post(signUp.page().form().action(), fields);

    var made = REALM.userNamed(user.username());
    assertThat(made.getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
    assertThat(made.getList("attributes.phoneNumber")).hasSize(1);
    assertThat(made.getString("attributes.phoneNumberVerifiedAt[0]")).doesNotStartWith("1999");
  }

  @Test
  void twoTabsWithTwoNumbersGiveEachItsOwn() {
    Browser browser = new Browser();
    TestUser other = TestUser.random();
    SignUp first = SignUp.begin(REALM, browser).phone(user.phone());
    SignUp second = SignUp.begin(REALM, browser).phone(other.phone());
    String firstCode = REALM.inbox().codeFor(user.phone());

    second.code(REALM.inbox().codeFor(other.phone()));
    assertThat(second.page().title()).isEqualTo("Create your account");
    first.code(firstCode);
    assertThat(first.page().title()).isEqualTo("Create your account");
    Tokens tokens = first.fill(user).tokens();
    second.fill(other);

    assertThat(tokens.idClaims()).containsEntry("phone_number", user.phone());
    for (String id : REALM.userIds(Map.of("q", "phoneNumber:" + other.phone()))) {
      assertThat(REALM.user(id).getString("username")).isEqualTo(other.username());
    }
  }

  @Test
  void codeOfOneTabDoesNotProveTheNumberOfTheOther() {
    Browser browser = new Browser();
    String mine = Unique.phone();
    SignUp first = SignUp.begin(REALM, browser).phone(mine);
    SignUp second = SignUp.begin(REALM, browser).phone(user.phone());
    String code = REALM.inbox().codeFor(mine);
    REALM.inbox().codeFor(user.phone());
    URI crossed =
        Query.with(
            second.page().form().action(),
            Map.of("session_code", Query.of(first.page().form().action()).get("session_code")));

    Page page = browser.post(crossed, Map.of("code", List.of(code)));

    assertThat(page.has("#kc-register-form")).isFalse();
    assertThat(second.code(code).page().has("#kc-register-form")).isFalse();
  }

  @Test
  void goingBackToTheFirstPageDoesNotSwapTheNumber() {
    String unproven = Unique.phone();
    SignUp signUp = SignUp.begin(REALM);
    Form phonePage = signUp.page().form();
    signUp.phone(user.phone());
    Form codePage = signUp.page().form();
    signUp.code(REALM.inbox().codeFor(user.phone()));

    phonePage.type("phone", unproven).submit();
    codePage.type("code", "000000").submit();
    signUp.browser().post(signUp.page().form().action(), filledIn(user));

    assertThat(REALM.userIds(Map.of("q", "phoneNumber:" + unproven))).isEmpty();
    for (String id : REALM.userIds(Map.of("username", user.username(), "exact", true))) {
      assertThat(REALM.user(id).getString("attributes.phoneNumber[0]")).isEqualTo(user.phone());
    }
  }

  @Test
  void proofThatExpiredMeanwhileIsAskedForAgain() {
    SignUp signUp = SignUp.begin(REALM).prove(user.phone());
    new Rows(REALM).expire(user.phone());

    signUp.fill(user);

    assertThat(signUp.page().title()).isEqualTo(PHONE_PAGE);
    assertThat(signUp.page().message().or(() -> signUp.page().errorAt("phone")))
        .contains(PROOF_GONE);
    assertNoUser();
    new Rows(REALM).endCooldown(user.phone());
    signUp.phone(user.phone()).code(REALM.inbox().awaitText(user.phone(), 2).code());
    assertThat(signUp.fill(user).tokens().idClaims()).containsEntry("phone_number", user.phone());
  }

  @Test
  void replayedFormMakesNoSecondUser() {
    SignUp signUp = SignUp.begin(REALM).prove(user.phone());
    URI action = signUp.page().form().action();
    signUp.fill(user).tokens();
    TestUser second = TestUser.random();

    signUp.browser().post(action, filledIn(second));
    new Browser().post(action, filledIn(second));

    assertThat(REALM.userIds(Map.of("username", second.username(), "exact", true))).isEmpty();
    assertThat(REALM.userIds(Map.of("q", "phoneNumber:" + user.phone()))).hasSize(1);
    assertThat(new Rows(REALM).states(user.phone())).containsExactly("SPENT");
  }

  @Test
  void formPostedManyTimesAtOnceMakesOneUser() throws Exception {
    SignUp signUp = SignUp.begin(REALM).prove(user.phone());
    URI action = signUp.page().form().action();
    List<TestUser> users = Stream.generate(TestUser::random).limit(8).toList();

    List<Page> pages =
        Parallel.run(
            users.stream()
                .<Supplier<Page>>map(
                    one -> () -> signUp.browser().postWithoutFollowing(action, filledIn(one)))
                .toList());

    assertThat(pages).allSatisfy(page -> assertThat(page.status()).isLessThan(500));
    assertThat(users)
        .map(one -> REALM.userIds(Map.of("username", one.username(), "exact", true)))
        .filteredOn(found -> !found.isEmpty())
        .containsExactly(REALM.userIds(Map.of("q", "phoneNumber:" + user.phone())));
  }

  /** Another request restarts the authentication session before the user is created. */
  @Test
  void signUpThatIsRestartedWhileItsFormIsAtWorkKeepsWhatWasProven() throws Exception {
    SignUp signUp = SignUp.begin(REALM).prove(user.phone());
    URI action = signUp.page().form().action();
    URI restart = action.resolve("restart?" + action.getRawQuery());

    REALM
        .server()
        .database()
        .stop(
            new Rows(REALM).insertUser(user.username()),
            "user_entity",
            () -> signUp.browser().postWithoutFollowing(action, filledIn(user)),
            held -> signUp.browser().open(restart));

    String id = REALM.userIds(Map.of("username", user.username(), "exact", true)).get(0);
    assertThat(REALM.userIds(Map.of("q", "phoneNumber:" + user.phone()))).containsExactly(id);
    assertThat(new Rows(REALM).states(user.phone())).containsExactly("SPENT");
  }

  @Test
  void callbackWithoutASignUpGivesNoCode() {
    SignUp signUp = SignUp.begin(REALM).phone(user.phone());

    Page page = signUp.browser().open(REALM.login().with("prompt", "none").address());

    assertThat(AppLogin.isBackAtApp(page)).isTrue();
    assertThat(page.callback()).containsEntry("error", "login_required").doesNotContainKey("code");
  }

  private void assertNoUser() {
    assertThat(REALM.userIds(Map.of("username", user.username(), "exact", true))).isEmpty();
    assertThat(REALM.userIds(Map.of("email", user.email(), "exact", true))).isEmpty();
  }

  static Map<String, List<String>> filledIn(TestUser user) {
    return new HashMap<>(
        Map.of(
            "username", List.of(user.username()),
            "email", List.of(user.email()),
            "nickname", List.of(user.nickname()),
            "firstName", List.of(user.firstName()),
            "lastName", List.of(user.lastName()),
            "password", List.of(user.password()),
            "password-confirm", List.of(user.password())));
  }
}
