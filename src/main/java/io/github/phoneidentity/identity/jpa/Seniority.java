package io.github.phoneidentity.identity.jpa;

import java.util.Comparator;

/**
 * Who of several users keeps a value that all of them had before the realm took part: the one who
 * proved it first, otherwise the oldest account.
 *
 * @param verified whether the value was proven; nicknames never are
 * @param verifiedAt ISO-8601 instant of the proof, or empty when it is not known
 * @param createdAt epoch milliseconds
 */
record Seniority(boolean verified, String verifiedAt, long createdAt, String userId)
    implements Comparable<Seniority> {

  private static final Comparator<Seniority> SENIOR_FIRST =
      Comparator.comparing(Seniority::verified)
          .reversed()
          .thenComparing(senior -> senior.verifiedAt.isEmpty())
          .thenComparing(Seniority::verifiedAt)
          .thenComparing(Seniority::createdAt)
          .thenComparing(Seniority::userId);

  @Override
  public int compareTo(Seniority other) {
    return SENIOR_FIRST.compare(this, other);
  }
}
