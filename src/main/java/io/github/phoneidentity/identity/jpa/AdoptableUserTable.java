package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.ClaimKind;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.identity.jpa.AdoptableUser.Attribute;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.SharedSessionContract;

/** The statements that read the users of a realm which is adopted. */
final class AdoptableUserTable {

  private static final List<String> READ =
      Stream.concat(ClaimKind.attributes().stream(), UserAttributes.PROOF.stream()).toList();

  private final SharedSessionContract db;

  AdoptableUserTable(SharedSessionContract db) {
    this.db = db;
  }

  /**
   * The next users, in the order of their ids. Users without values are included, because to filter
   * them PostgreSQL would read the attributes of all users for each page.
   *
   * @param after the id of the last user that was read, or null
   * @param proofAccepted whether a proof without a claim is accepted if the number has not changed
   */
  List<AdoptableUser> usersAfter(String realmId, String after, int max, boolean proofAccepted) {
    List<Object[]> users =
        db.createSelectionQuery(
                "select u.id, u.createdTimestamp, u.email from UserEntity u"
                    + " where u.realmId = :realm and u.id > :after order by u.id",
                Object[].class)
            .setParameter("realm", realmId)
            .setParameter("after", after == null ? "" : after)
            .setMaxResults(max)
            .getResultList();
    if (users.isEmpty()) {
      return List.of();
    }
    Page page =
        new Page(realmId, after == null ? "" : after, (String) users.get(users.size() - 1)[0]);
    Map<String, Values> values = values(page);
    return users.stream()
        .map(
            u -> {
              Values stored = values.getOrDefault((String) u[0], Values.NONE);
              return new AdoptableUser(
                  (String) u[0],
                  u[1] == null ? Long.MAX_VALUE : (Long) u[1],
                  (String) u[2],
                  List.copyOf(stored.attributes.values()),
                  proofAccepted && !stored.hasChangedNumber());
            })
        .toList();
  }

  private record Page(String realmId, String after, String last) {}

  private record Row(
      String userId,
      String id,
      String name,
      String value,
      ClaimKind kind,
      String claimKey,
      String attributeId,
      String proofId) {

    boolean isClaimed() {
      return id.equals(attributeId) || id.equals(proofId);
    }
  }

  /** The stored attributes of one user by their ids, and the user's claims on numbers. */
  private record Values(Map<String, Attribute> attributes, Set<Row> numbers) {

    static final Values NONE = new Values(Map.of(), Set.of());

    /** If two claims refer to one attribute, the claim on its current value counts. */
    void add(Row row) {
      Attribute known = attributes.get(row.id());
      if (known == null || (row.isClaimed() && !Objects.equals(row.value(), known.claimedKey()))) {
        attributes.put(
            row.id(),
            new Attribute(
                row.id(), row.name(), row.value(), row.isClaimed() ? row.claimKey() : null));
      }
      if (row.kind() == ClaimKind.phone) {
        numbers.add(row);
      }
    }

    /** Whether there is a claim on a number that is not stored any more. */
    boolean hasChangedNumber() {
      return numbers.stream()
          .anyMatch(
              it -> {
                Attribute attribute = attributes.get(it.attributeId());
                return attribute == null || !it.claimKey().equals(attribute.value());
              });
    }
  }

  /**
   * Reads everything by one statement, because a user may change a number between two statements.
   * The name is compared as an expression: by the index of names, PostgreSQL would read all users'
   * attributes again for each user of a realm that was just imported and has no statistics yet.
   */
  private Map<String, Values> values(Page page) {
    Map<String, Values> ofUser = new HashMap<>();
    db.createSelectionQuery(
            "select u.id, a.id, a.name, coalesce(a.value, a.longValue), c.kind, c.claimKey,"
                + " c.attributeId, c.proofId from UserEntity u join u.attributes a"
                + " left join ClaimEntity c on c.userId = u.id and c.realmId = u.realmId"
                + " where u.realmId = :realm and u.id > :after and u.id <= :last"
                + " and concat(a.name, '') in :names",
            Row.class)
        .setParameter("names", READ)
        .setParameter("realm", page.realmId())
        .setParameter("after", page.after())
        .setParameter("last", page.last())
        .getResultList()
        .forEach(
            row ->
                ofUser
                    .computeIfAbsent(
                        row.userId(), id -> new Values(new LinkedHashMap<>(), new HashSet<>()))
                    .add(row));
    return ofUser;
  }
}
