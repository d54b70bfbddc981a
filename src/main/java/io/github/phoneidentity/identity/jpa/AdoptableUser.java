package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.ClaimValue;
import io.github.phoneidentity.identity.PhoneProof;
import io.github.phoneidentity.identity.ReservedName;
import io.github.phoneidentity.identity.UserAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A user of a realm that is being adopted, with the stored values.
 *
 * @param createdAt epoch milliseconds
 * @param email the user's e-mail, or null
 * @param attributes the rows of values that can be owned, and of verification attributes
 * @param proofAccepted whether a proof is accepted for a number without a claim; false if the
 *     number may have changed since it was verified
 */
record AdoptableUser(
    String id, long createdAt, String email, List<Attribute> attributes, boolean proofAccepted) {

  /**
   * One attribute row.
   *
   * @param claimedKey the key of the claim that refers to this row as its value or as its proof;
   *     null if there is none
   */
  record Attribute(String id, String name, String value, String claimedKey) {}

  /**
   * A stored value as a candidate for a claim.
   *
   * @param value the parsed value; null if no user can own it
   */
  record Candidate(Attribute attribute, ClaimKind kind, ClaimValue value, Standing standing) {

    /** The canonical value if the stored one differs, otherwise null. */
    String respelled() {
      return value.canonical().equals(attribute.value()) ? null : value.canonical();
    }

    /** Whether the claim on this row has another value than the row. */
    boolean isStale() {
      return attribute.claimedKey() != null && standing != Standing.OWNER;
    }
  }

  /**
   * The seniority among users with the same value, highest first. The database stores the ordinals.
   */
  enum Standing {
    /** The user owns the value: the claim's value is unchanged. */
    OWNER,
    VERIFIED,
    OTHER
  }

  /**
   * The user's values; of each kind at most one that can be owned.
   *
   * @param region ISO 3166 region of numbers in national form
   */
  List<Candidate> candidates(String region) {
    List<Candidate> candidates = new ArrayList<>();
    for (ClaimKind kind : ClaimKind.values()) {
      // A row with a claim comes first, because its value was owned until now.
      List<Attribute> stored = named(kind.attribute()).sorted(CLAIMED_FIRST).toList();
      List<Optional<ClaimValue>> values =
          stored.stream().map(it -> value(kind, it, region)).toList();
      long different = values.stream().map(it -> it.map(ClaimValue::key)).distinct().count();
      if (different == 1 && values.get(0).isPresent()) {
        ClaimValue value = values.get(0).get();
        candidates.add(new Candidate(stored.get(0), kind, value, standing(stored.get(0), value)));
      } else {
        // Of several values none is claimed: tokens would show any of them.
        stored.forEach(it -> candidates.add(new Candidate(it, kind, null, Standing.OTHER)));
      }
    }
    return candidates;
  }

  private static final Comparator<Attribute> CLAIMED_FIRST =
      Comparator.comparing((Attribute attribute) -> attribute.claimedKey() == null)
          .thenComparing(Attribute::id);

  private Standing standing(Attribute attribute, ClaimValue value) {
    if (value.key().equals(attribute.claimedKey())) {
      return Standing.OWNER;
    }
    boolean verified = value.kind() == ClaimKind.phone && proofAccepted && isVerified();
    return verified ? Standing.VERIFIED : Standing.OTHER;
  }

  private Optional<ClaimValue> value(ClaimKind kind, Attribute attribute, String region) {
    if (attribute.value() == null || attribute.value().length() > ClaimValue.MAX_KEY_LENGTH) {
      return Optional.empty();
    }
    return ClaimValue.parse(kind, attribute.value(), region)
        .filter(value -> kind != ClaimKind.nickname || !isReserved(attribute.value(), region));
  }

  private boolean isReserved(String nickname, String region) {
    String number =
        named(UserAttributes.PHONE_NUMBER)
            .flatMap(own -> ClaimValue.parse(ClaimKind.phone, own.value(), region).stream())
            .map(ClaimValue::key)
            .findFirst()
            .orElse(null);
    return new ReservedName(region).isFor(nickname, email, number);
  }

  /** The rows of verification attributes that do not prove the user's number. */
  List<Attribute> falseProofs(List<Candidate> candidates) {
    // Without this extension any client may have marked an owned number as verified.
    boolean owner =
        candidates.stream().anyMatch(AdoptableUser::isOwnNumber)
            && named(UserAttributes.PHONE_NUMBER_VERIFIED).allMatch(it -> it.claimedKey() != null);
    boolean numbered = named(UserAttributes.PHONE_NUMBER).findAny().isPresent();
    List<Attribute> instants = named(UserAttributes.PHONE_NUMBER_VERIFIED_AT).toList();
    if (!isVerified() || !numbered || !(owner || proofAccepted)) {
      return Stream.concat(named(UserAttributes.PHONE_NUMBER_VERIFIED), instants.stream()).toList();
    }
    return PhoneProof.isInstant(instants.stream().map(Attribute::value).toList())
        ? List.of()
        : instants;
  }

  private static boolean isOwnNumber(Candidate candidate) {
    return candidate.kind() == ClaimKind.phone && candidate.standing() == Standing.OWNER;
  }

  private boolean isVerified() {
    return PhoneProof.isProof(
        named(UserAttributes.PHONE_NUMBER_VERIFIED).map(Attribute::value).toList());
  }

  private Stream<Attribute> named(String name) {
    return attributes.stream().filter(attribute -> attribute.name().equals(name));
  }
}
