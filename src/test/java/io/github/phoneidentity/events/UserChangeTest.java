package io.github.phoneidentity.events;

import static io.github.phoneidentity.events.UserEventType.DISABLED;
import static io.github.phoneidentity.events.UserEventType.ENABLED;
import static io.github.phoneidentity.events.UserEventType.PASSWORD_CHANGED;
import static io.github.phoneidentity.events.UserEventType.PHONE_VERIFIED;
import static io.github.phoneidentity.events.UserEventType.REGISTERED;
import static io.github.phoneidentity.events.UserEventType.UPDATED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class UserChangeTest {

  private static final String NUMBER = "+821012345678";
  private static final String OTHER = "+821087654321";
  private static final String AT = "2026-11-27T00:00:00Z";

  private static final String MAIL = "kim@example.com";
  private static final String OTHER_MAIL = "lee@example.com";

  private final UserChange change = new UserChange();

  private static UserRow row(boolean enabled, String mail) {
    return UserRow.of(enabled, "kim", mail, true, "Min-jun", null);
  }

  private static UserData user(boolean enabled, String number, String verifiedAt) {
    return new UserData(
        "id",
        "realm",
        "kim",
        row(enabled, MAIL),
        MAIL,
        number,
        verifiedAt != null,
        verifiedAt,
        null,
        Set.of());
  }

  @Test
  void newUserIsRegisteredAndNothingElse() {
    change.created();
    change.passwordChanged();
    change.updated();
    change.attributeInserted("1", "phoneNumber");
    change.attributeInserted("2", "phoneNumberVerified");

    assertThat(change.events(user(true, NUMBER, AT), null)).containsExactly(REGISTERED);
  }

  @Test
  void manyChangesAreOneUpdate() {
    change.updated();
    change.attributeWritten("1", "nickname", "a");
    change.attributeInserted("2", "department");

    assertThat(change.events(user(true, null, null), null)).containsExactly(UPDATED);
  }

  @Test
  void provingTheNumberOnFileIsNoUpdate() {
    change.attributeInserted("1", "phoneNumberVerified");
    change.attributeInserted("2", "phoneNumberVerifiedAt");

    assertThat(change.events(user(true, NUMBER, AT), null)).containsExactly(PHONE_VERIFIED);
  }

  @Test
  void provingItOnceMoreIsToldAgain() {
    change.attributeWritten("1", "phoneNumberVerifiedAt", "2025-01-01T00:00:00Z");

    assertThat(change.events(user(true, NUMBER, AT), null)).containsExactly(PHONE_VERIFIED);
  }

  @Test
  void anotherProvenNumberIsBoth() {
    change.attributeWritten("1", "phoneNumber", OTHER);
    change.attributeWritten("2", "phoneNumberVerifiedAt", "2025-01-01T00:00:00Z");

    assertThat(change.events(user(true, NUMBER, AT), null))
        .containsExactly(UPDATED, PHONE_VERIFIED);
  }

  @Test
  void anotherNumberWithoutProofIsAnUpdate() {
    change.attributeWritten("1", "phoneNumber", OTHER);
    change.attributeWritten("2", "phoneNumberVerified", "true");

    assertThat(change.events(user(true, NUMBER, null), null)).containsExactly(UPDATED);
  }

  @Test
  void numberThatIsAsBeforeWhenAllIsDoneIsNoChange() {
    // Keycloak replaces the row; a spelling is made canonical before the commit.
    change.attributeInserted("new", "phoneNumber");
    change.attributeWritten("new", "phoneNumber", "010-1234-5678");
    change.attributeWritten("old", "phoneNumber", NUMBER);

    assertThat(change.events(user(true, NUMBER, AT), null)).isEmpty();
  }

  @Test
  void disablingTwiceAndBackIsNothing() {
    change.rowWritten(row(true, MAIL), row(false, MAIL));
    change.rowWritten(row(false, MAIL), row(true, MAIL));

    assertThat(change.isNone(null)).isTrue();
    assertThat(change.events(user(true, null, null), null)).isEmpty();
    assertThat(change.events(user(false, null, null), null)).containsExactly(DISABLED);
  }

  /** The session has read the row before another transaction has disabled the user. */
  @Test
  void rowIsComparedWithTheLastEventAndNotWithWhatTheSessionHasRead() {
    change.rowWritten(row(true, MAIL), row(true, MAIL));

    assertThat(change.isNone(row(false, OTHER_MAIL))).isFalse();
    assertThat(change.events(user(true, null, null), row(false, OTHER_MAIL)))
        .containsExactly(UPDATED, ENABLED);
  }

  @Test
  void rowThatIsAsTheLastEventHasItIsNoChange() {
    change.rowWritten(row(false, OTHER_MAIL), row(true, MAIL));

    assertThat(change.isNone(row(true, MAIL))).isTrue();
    assertThat(change.events(user(true, null, null), row(true, MAIL))).isEmpty();
  }

  @Test
  void otherChangesBesideTheRowAreLookedAt() {
    change.rowWritten(row(true, MAIL), row(true, MAIL));
    change.attributeWritten("1", "phoneNumber", OTHER);

    assertThat(change.isNone(row(true, MAIL))).isFalse();
  }

  @Test
  void passwordIsToldBesideOtherChanges() {
    change.passwordChanged();
    change.updated();

    assertThat(change.events(user(true, null, null), null))
        .containsExactly(UPDATED, PASSWORD_CHANGED);
  }

  @Test
  void deletionIsToldWhenTheRowIsGone() {
    Actor by = new Actor(Actor.Kind.SELF, "id");
    change.markLeaving(new UserChange.Deletion(user(true, NUMBER, AT), by));
    assertThat(change.deletion()).isEmpty();

    change.rowDeleted();

    assertThat(change.deletion()).map(UserChange.Deletion::by).contains(by);
  }

  @Test
  void copyOfWhatADirectoryStillHasIsNoDeletion() {
    change.markLeaving(new UserChange.Deletion(null, new Actor(Actor.Kind.SYSTEM, null)));
    change.rowDeleted();

    assertThat(change.deletion()).isEmpty();
  }

  @Test
  void whoeverCameAndWentInOneTransactionHasNeverBeen() {
    change.created();
    change.markLeaving(
        new UserChange.Deletion(user(true, NUMBER, AT), new Actor(Actor.Kind.SYSTEM, null)));
    change.rowDeleted();

    assertThat(change.deletion()).isEmpty();
  }

  @Test
  void userWhoIsReplacedUnderTheSameIdIsDeletedAndRegistered() {
    change.markLeaving(
        new UserChange.Deletion(user(true, NUMBER, AT), new Actor(Actor.Kind.SYSTEM, null)));
    change.rowDeleted();
    change.created();

    assertThat(change.deletion()).isPresent();
    assertThat(change.events(user(true, NUMBER, null), null)).containsExactly(REGISTERED);
  }
}
