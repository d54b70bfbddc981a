package io.github.phoneidentity.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.testing.KeycloakServer;
import io.github.phoneidentity.testing.Parallel;
import io.github.phoneidentity.testing.RestApi;
import io.github.phoneidentity.testing.Rows;
import io.github.phoneidentity.testing.SignUp;
import io.github.phoneidentity.testing.SmsInbox;
import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.github.phoneidentity.testing.Unique;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A node dies with texts that it has only reserved, and texts whose answer it waits for. */
class NodeFailureIT {

  @AutoClose private static final TestRealm REALM = TestRealm.create();
  private static final SmsInbox INBOX = REALM.inbox();
  private static final Rows ROWS = new Rows(REALM);

  /** More than one node sends at once. */
  private static final int PEOPLE = 24;

  private final List<String> phones = Stream.generate(Unique::phone).limit(PEOPLE).toList();

  @Test
  void whatWasReservedIsSentByTheOtherNodeAndWhatWasBegunIsNeverSentAgain() {
    KeycloakServer dying = KeycloakServer.shared().secondNode();
    List<SignUp> people = Parallel.run(PEOPLE, i -> SignUp.begin(REALM.on(dying)));
    phones.forEach(INBOX::hold);
    ExecutorService threads = Executors.newFixedThreadPool(PEOPLE);
    try {
      for (int i = 0; i < PEOPLE; i++) {
        int person = i;
        threads.execute(() -> ask(people.get(person), phones.get(person)));
      }
      Awaitility.await("every text is reserved, and some are begun")
          .until(
              () -> {
                Map<String, String> deliveries = ROWS.deliveries();
                List<String> all =
                    phones.stream().filter(deliveries::containsKey).map(deliveries::get).toList();
                return all.size() == PEOPLE && all.contains("PENDING") && someWereHandedOver();
              });

      dying.kill();
    } finally {
      threads.shutdownNow();
    }
    List<String> begun = with("SENDING");
    List<String> reserved = with("PENDING");
    assertThat(begun).isNotEmpty();
    assertThat(reserved).isNotEmpty();
    assertFate(reserved, begun);

    begun.forEach(INBOX::release);
    String lost = begun.get(0);
    int before = INBOX.countFor(lost);
    SignUp waiting = goOn(people, reserved.get(0));
    assertThat(waiting.code(INBOX.codeFor(reserved.get(0))).asksForName()).isTrue();
    SignUp failed = goOn(people, lost);
    assertThat(failed.tellsFailure()).isTrue();
    failed.press("resend");
    assertThat(failed.tellsFailure()).isFalse();
    assertThat(failed.code(INBOX.awaitText(lost, before + 1).code()).asksForName()).isTrue();
  }

  @Test
  void appsGoOnAtTheOtherNodeToo() {
    KeycloakServer dying = KeycloakServer.shared().secondNode();
    phones.forEach(phone -> REALM.createUser(TestUser.random().withPhone(phone, true)));
    phones.forEach(INBOX::hold);
    List<String> ids =
        Parallel.run(
            PEOPLE,
            i ->
                RestApi.fromEverywhere(REALM.on(dying))
                    .send("password-reset", phones.get(i))
                    .path("id"));
    Awaitility.await("some are begun").until(this::someWereHandedOver);

    dying.kill();
    List<String> begun = with("SENDING");
    List<String> reserved = with("PENDING");
    assertThat(reserved).isNotEmpty();
    assertFate(reserved, begun);

    RestApi rest = RestApi.fromEverywhere(REALM);
    String sent = reserved.get(0);
    rest.confirm(ids.get(phones.indexOf(sent)), INBOX.codeFor(sent)).then().statusCode(200);
    String lost = begun.get(0);
    int before = INBOX.countFor(lost);
    begun.forEach(INBOX::release);
    ROWS.endWindows("%sms:" + lost);
    rest.resend(ids.get(phones.indexOf(lost))).then().statusCode(200);
    String code = INBOX.awaitText(lost, before + 1).code();
    rest.confirm(ids.get(phones.indexOf(lost)), code).then().statusCode(200);
  }

  private boolean someWereHandedOver() {
    return with("SENDING").stream().anyMatch(phone -> INBOX.countFor(phone) == 1);
  }

  /** What was begun may not have left the node that died. */
  private static void assertSentAtMostOnce(List<String> reserved, List<String> begun) {
    assertThat(reserved).allSatisfy(phone -> assertThat(INBOX.countFor(phone)).isOne());
    assertThat(begun).allSatisfy(phone -> assertThat(INBOX.countFor(phone)).isLessThanOrEqualTo(1));
  }

  private void assertFate(List<String> reserved, List<String> begun) {
    reserved.forEach(INBOX::release);

    Awaitility.await("the other node sends what was reserved")
        .until(() -> with("ACCEPTED").containsAll(reserved));
    begun.forEach(phone -> ROWS.ageDelivery(phone, 220_000));
    Awaitility.await("the other node gives up what was begun")
        .until(() -> with("UNKNOWN").containsAll(begun));
    assertSentAtMostOnce(reserved, begun);
  }

  private static void ask(SignUp person, String phone) {
    try {
      person
          .browser()
          .postWithoutFollowing(person.page().form().action(), Map.of("phone", List.of(phone)));
    } catch (UncheckedIOException nodeDied) {
      // What it would have answered is asked of the other node.
    }
  }

  private List<String> with(String delivery) {
    Map<String, String> deliveries = ROWS.deliveries();
    return phones.stream().filter(phone -> delivery.equals(deliveries.get(phone))).toList();
  }

  /** Opens the step, which the dead node showed, at the other one. */
  private SignUp goOn(List<SignUp> people, String phone) {
    KeycloakServer other = KeycloakServer.shared();
    SignUp person = people.get(phones.indexOf(phone)).on(other);
    String step = person.page().form().action().toString().replaceAll("session_code=[^&]*&?", "");
    return person.goTo(person.browser().open(other.at(URI.create(step))));
  }
}
