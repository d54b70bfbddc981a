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
 * A user of a realm that is adopted, and what the user has on file.
 *
 * @param createdAt epoch milliseconds
 * @param email null for none
 * @param attributes the values that can be owned, and what is written as a proof
 * @param believed whether a proof may belong to a number that has no claim; false where the number
 *     may have been changed since it was proven
 */
record AdoptableUser(
    String id, long createdAt, String email, List<Attribute> attributes, boolean believed) {

  /**
   * One attribute row.
   *
   * @param claimedKey the key of the claim that was made for this row, or that was verified by it;
   *     null for none
   */
  record Attribute(String id, String name, String value, String claimedKey) {}

  /**
   * What the user could own, and what nobody could.
   *
   * @param value null for what cannot be owned
   */
  record Candidate(Attribute attribute, ClaimKind kind, ClaimValue value, Standing standing) {

    /** As it should be stored; null where it already is. */
    String respelled() {
      return value.canonical().equals(attribute.value()) ? null : value.canonical();
    }

    /** Whether the claim that was made for this row is of another value. */
    boolean isStale() {
      return attribute.claimedKey() != null && standing != Standing.OWNER;
    }
  }

  /** Who comes first of those who have the same value. The order is that of the database. */
  enum Standing {
    /** Has the claim, and the value is unchanged since. */
    OWNER,
    VERIFIED,
    OTHER
  }

  /** The user's values, at most one of a kind that can be owned. */
  List<Candidate> candidates(String region) {
    List<Candidate> candidates = new ArrayList<>();
    for (ClaimKind kind : ClaimKind.values()) {
      // The row of a claim comes first: it is the one that was owned until now.
      List<Attribute> stored = named(kind.attribute()).sorted(CLAIMED_FIRST).toList();
      List<Optional<ClaimValue>> values =
          stored.stream().map(it -> value(kind, it, region)).toList();
      long different = values.stream().map(it -> it.map(ClaimValue::key)).distinct().count();
      if (different == 1 && values.get(0).isPresent()) {
        ClaimValue value = values.get(0).get();
        candidates.add(new Candidate(stored.get(0), kind, value, standing(stored.get(0), value)));
      } else {
        // Of several values none is the user's: tokens show any of them.
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
    boolean verified = value.kind() == ClaimKind.phone && believed && isVerified();
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

  /** The rows that are written as a proof of the user's number and are none. */
  List<Attribute> falseProofs(List<Candidate> candidates) {
    // Past this project's code anybody may have written that an owned number is verified.
    boolean owner =
        candidates.stream().anyMatch(AdoptableUser::isOwnNumber)
            && named(UserAttributes.PHONE_NUMBER_VERIFIED).allMatch(it -> it.claimedKey() != null);
    boolean numbered = named(UserAttributes.PHONE_NUMBER).findAny().isPresent();
    List<Attribute> instants = named(UserAttributes.PHONE_NUMBER_VERIFIED_AT).toList();
    if (!isVerified() || !numbered || !(owner || believed)) {
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
