package io.github.phoneidentity.events;

import static io.github.phoneidentity.events.UserEventType.DISABLED;
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

  private final UserChange change = new UserChange();

  private static UserData user(boolean enabled, String number, String verifiedAt) {
    return new UserData(
        "id",
        "realm",
        "kim",
        enabled,
        null,
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

    assertThat(change.events(user(true, NUMBER, AT))).containsExactly(REGISTERED);
  }

  @Test
  void manyChangesAreOneUpdate() {
    change.updated();
    change.attributeWritten("1", "nickname", "a");
    change.attributeInserted("2", "department");

    assertThat(change.events(user(true, null, null))).containsExactly(UPDATED);
  }

  @Test
  void provingTheNumberOnFileIsNoUpdate() {
    change.attributeInserted("1", "phoneNumberVerified");
    change.attributeInserted("2", "phoneNumberVerifiedAt");

    assertThat(change.events(user(true, NUMBER, AT))).containsExactly(PHONE_VERIFIED);
  }

  @Test
  void provingItOnceMoreIsToldAgain() {
    change.attributeWritten("1", "phoneNumberVerifiedAt", "2025-01-01T00:00:00Z");

    assertThat(change.events(user(true, NUMBER, AT))).containsExactly(PHONE_VERIFIED);
  }

  @Test
  void anotherProvenNumberIsBoth() {
    change.attributeWritten("1", "phoneNumber", OTHER);
    change.attributeWritten("2", "phoneNumberVerifiedAt", "2025-01-01T00:00:00Z");

    assertThat(change.events(user(true, NUMBER, AT))).containsExactly(UPDATED, PHONE_VERIFIED);
  }

  @Test
  void anotherNumberWithoutProofIsAnUpdate() {
    change.attributeWritten("1", "phoneNumber", OTHER);
    change.attributeWritten("2", "phoneNumberVerified", "true");

    assertThat(change.events(user(true, NUMBER, null))).containsExactly(UPDATED);
  }

  @Test
  void numberThatIsAsBeforeWhenAllIsDoneIsNoChange() {
    // Keycloak replaces the row; a spelling is made canonical before the commit.
    change.attributeInserted("new", "phoneNumber");
    change.attributeWritten("new", "phoneNumber", "010-1234-5678");
    change.attributeWritten("old", "phoneNumber", NUMBER);

    assertThat(change.events(user(true, NUMBER, AT))).isEmpty();
  }

  @Test
  void disablingTwiceAndBackIsNothing() {
    change.enabledWritten(true);
    change.enabledWritten(false);

    assertThat(change.events(user(true, null, null))).isEmpty();
    assertThat(change.events(user(false, null, null))).containsExactly(DISABLED);
  }

  @Test
  void passwordIsToldBesideOtherChanges() {
    change.passwordChanged();
    change.updated();

    assertThat(change.events(user(true, null, null))).containsExactly(UPDATED, PASSWORD_CHANGED);
  }

  @Test
  void deletionIsToldWhenTheRowIsGone() {
    Actor by = new Actor(Actor.Kind.SELF, "id");
    change.markLeaving(new UserChange.Departure(user(true, NUMBER, AT), by));
    assertThat(change.departure()).isEmpty();

    change.rowDeleted();

    assertThat(change.departure()).map(UserChange.Departure::by).contains(by);
  }

  @Test
  void copyOfWhatADirectoryStillHasIsNoDeletion() {
    change.markLeaving(new UserChange.Departure(null, new Actor(Actor.Kind.SYSTEM, null)));
    change.rowDeleted();

    assertThat(change.departure()).isEmpty();
  }

  @Test
  void whoeverCameAndWentInOneTransactionHasNeverBeen() {
    change.created();
    change.markLeaving(
        new UserChange.Departure(user(true, NUMBER, AT), new Actor(Actor.Kind.SYSTEM, null)));
    change.rowDeleted();

    assertThat(change.departure()).isEmpty();
  }

  @Test
  void userWhoIsReplacedUnderTheSameIdIsDeletedAndRegistered() {
    change.markLeaving(
        new UserChange.Departure(user(true, NUMBER, AT), new Actor(Actor.Kind.SYSTEM, null)));
    change.rowDeleted();
    change.created();

    assertThat(change.departure()).isPresent();
    assertThat(change.events(user(true, NUMBER, null))).containsExactly(REGISTERED);
  }
}
