package io.github.phoneidentity.identity.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.identity.jpa.AdoptableUser.Attribute;
import io.github.phoneidentity.identity.jpa.AdoptableUser.Candidate;
import io.github.phoneidentity.identity.jpa.AdoptableUser.Standing;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdoptableUserTest {

  private static final String PHONE = "+821012345678";

  private final List<Attribute> attributes = new ArrayList<>();

  @Test
  void claimOfTheValueComesFirstInAnySpelling() {
    has("phoneNumber", "010-1234-5678", PHONE);

    Candidate candidate = candidates(true).get(0);

    assertThat(candidate.standing()).isEqualTo(Standing.OWNER);
    assertThat(candidate.respelled()).isEqualTo(PHONE);
    assertThat(candidate.isStale()).isFalse();
  }

  @Test
  void claimOfAnotherValueIsStale() {
    has("phoneNumber", PHONE, "+821087654321");

    assertThat(candidates(true))
        .singleElement()
        .satisfies(
            candidate -> {
              assertThat(candidate.isStale()).isTrue();
              assertThat(candidate.standing()).isEqualTo(Standing.OTHER);
              assertThat(candidate.respelled()).isNull();
            });
  }

  @Test
  void proofCountsWhereItIsBelieved() {
    has("phoneNumber", PHONE, null);
    has("phoneNumberVerified", "true", null);

    assertThat(candidates(true).get(0).standing()).isEqualTo(Standing.VERIFIED);
    assertThat(falseProofs(true)).isEmpty();
    assertThat(candidates(false).get(0).standing()).isEqualTo(Standing.OTHER);
    assertThat(falseProofs(false)).containsExactly("phoneNumberVerified");
  }

  @Test
  void proofOfAnOwnedNumberIsBelievedAnyway() {
    has("phoneNumber", PHONE, PHONE);
    has("phoneNumberVerified", "true", PHONE);
    has("phoneNumberVerifiedAt", "2026-01-01T00:00:00Z", null);

    assertThat(falseProofs(false)).isEmpty();
  }

  @Test
  void proofThatWasAddedPastTheClaimIsDropped() {
    has("phoneNumber", PHONE, PHONE);
    has("phoneNumberVerified", "true", null);

    assertThat(falseProofs(false)).containsExactly("phoneNumberVerified");
    assertThat(falseProofs(true)).isEmpty();
  }

  @Test
  void whatIsNoProofIsDropped() {
    has("phoneNumber", PHONE, PHONE);
    has("phoneNumberVerified", "TRUE", null);
    has("phoneNumberVerifiedAt", "2026-01-01T00:00:00Z", null);

    assertThat(falseProofs(true)).containsExactly("phoneNumberVerified", "phoneNumberVerifiedAt");
  }

  @Test
  void proofWithoutANumberIsDropped() {
    has("phoneNumberVerified", "true", null);

    assertThat(falseProofs(true)).containsExactly("phoneNumberVerified");
  }

  @Test
  void instantThatIsNoneIsDroppedAlone() {
    has("phoneNumber", PHONE, null);
    has("phoneNumberVerified", "true", null);
    has("phoneNumberVerifiedAt", "yesterday", null);

    assertThat(falseProofs(true)).containsExactly("phoneNumberVerifiedAt");
  }

  @Test
  void spellingsOfOneNumberAreOneValue() {
    has("phoneNumber", "010-1234-5678", null);
    has("phoneNumber", PHONE, PHONE);

    assertThat(candidates(true)).hasSize(1);
    assertThat(candidates(true).get(0).attribute().value()).isEqualTo(PHONE);
    assertThat(candidates(true).get(0).standing()).isEqualTo(Standing.OWNER);
  }

  @Test
  void ofSeveralNumbersNoneCanBeOwned() {
    has("phoneNumber", PHONE, PHONE);
    has("phoneNumber", "+821087654321", null);

    assertThat(candidates(true)).hasSize(2).allMatch(candidate -> candidate.value() == null);
    assertThat(candidates(true).get(0).isStale()).isTrue();
  }

  @Test
  void nicknameThatIsAnotherPersonsNumberIsInvalid() {
    has("nickname", "01012345678", null);

    assertThat(candidates(true).get(0).value()).isNull();

    has("phoneNumber", PHONE, null);

    assertThat(candidates(true)).allSatisfy(own -> assertThat(own.value()).isNotNull());
  }

  private void has(String name, String value, String claimedKey) {
    attributes.add(new Attribute(name + attributes.size(), name, value, claimedKey));
  }

  private List<Candidate> candidates(boolean believed) {
    return user(believed).candidates("KR");
  }

  private List<String> falseProofs(boolean believed) {
    AdoptableUser user = user(believed);
    return user.falseProofs(user.candidates("KR")).stream().map(Attribute::name).toList();
  }

  private AdoptableUser user(boolean believed) {
    return new AdoptableUser("1", 0, "kim@example.org", attributes, believed);
  }

  @Test
  void proofOfANumberThatTheUserDoesNotOwnIsDropped() {
    has("phoneNumber", PHONE, null);
    has("phoneNumberVerified", "true", PHONE);

    assertThat(falseProofs(false)).containsExactly("phoneNumberVerified");
  }

  @Test
  void nicknameCanBeAsLongAsAKey() {
    has("nickname", "a".repeat(255), null);

    assertThat(candidates(true).get(0).value()).isNotNull();
  }
}
