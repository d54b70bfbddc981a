package io.github.phoneidentity.events.jpa;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.query.SelectionQuery;

/**
 * Reads the realm roles of users, as a token's {@code realm_access} lists them: their own roles,
 * those of their groups and parent groups, and the parts of composite roles.
 */
final class RoleTable {

  /** Creates a query that selects two columns and has the parameter {@code :ids}. */
  interface Queries {
    SelectionQuery<Object[]> of(String query, Class<Object[]> pair);
  }

  private final Queries queries;

  RoleTable(Queries queries) {
    this.queries = queries;
  }

  /** The names of the realm roles of each of these users. */
  Map<String, Set<String>> realmRoles(Collection<String> userIds) {
    Map<String, Set<String>> own =
        pairs(
            "select m.user.id, m.roleId from UserRoleMappingEntity m where m.user.id in :ids",
            userIds);
    Map<String, Set<String>> groups =
        pairs(
            "select m.user.id, m.groupId from UserGroupMembershipEntity m where m.user.id in :ids",
            userIds);
    Map<String, Set<String>> above =
        edges("select g.id, g.parentId from GroupEntity g where g.id in :ids", all(groups));
    Set<String> everyGroup = new HashSet<>(above.keySet());
    everyGroup.addAll(all(above));
    Map<String, Set<String>> ofGroups =
        pairs(
            "select m.group.id, m.roleId from GroupRoleMappingEntity m where m.group.id in :ids",
            everyGroup);
    Set<String> given = all(own);
    given.addAll(all(ofGroups));
    Map<String, Set<String>> parts =
        edges(
            "select c.parentRole.id, c.childRole.id from CompositeRoleEntity c where"
                + " c.parentRole.id in :ids",
            given);
    given.addAll(all(parts));
    Map<String, Set<String>> names =
        pairs(
            "select r.id, r.name from RoleEntity r where r.id in :ids and r.clientRole = false",
            given);
    Map<String, Set<String>> roles = new HashMap<>();
    for (String user : userIds) {
      Set<String> ids = new HashSet<>(own.getOrDefault(user, Set.of()));
      reach(groups.getOrDefault(user, Set.of()), above)
          .forEach(group -> ids.addAll(ofGroups.getOrDefault(group, Set.of())));
      roles.put(
          user,
          reach(ids, parts).stream()
              .flatMap(id -> names.getOrDefault(id, Set.of()).stream())
              .collect(Collectors.toSet()));
    }
    return roles;
  }

  /** All edges that are reachable from these ids. */
  private Map<String, Set<String>> edges(String query, Set<String> from) {
    Map<String, Set<String>> edges = new HashMap<>();
    Set<String> next = from;
    while (!next.isEmpty()) {
      Map<String, Set<String>> found = pairs(query, next);
      next.forEach(id -> edges.put(id, found.getOrDefault(id, Set.of())));
      next = all(found);
      next.removeAll(edges.keySet());
    }
    return edges;
  }

  /**
   * These ids, and all ids that can be reached from them. The edges may be cyclic, because a role
   * may be part of itself.
   */
  private static Set<String> reach(Set<String> from, Map<String, Set<String>> edges) {
    Set<String> reached = new HashSet<>();
    Set<String> next = new HashSet<>(from);
    while (!next.isEmpty()) {
      reached.addAll(next);
      next =
          next.stream()
              .flatMap(id -> edges.getOrDefault(id, Set.of()).stream())
              .filter(id -> !reached.contains(id))
              .collect(Collectors.toSet());
    }
    return reached;
  }

  private Map<String, Set<String>> pairs(String query, Collection<String> ids) {
    Map<String, Set<String>> pairs = new HashMap<>();
    if (!ids.isEmpty()) {
      queries
          .of(query, Object[].class)
          .setParameter("ids", ids)
          .getResultList()
          .forEach(
              pair ->
                  pairs
                      .computeIfAbsent((String) pair[0], id -> new HashSet<>())
                      .add((String) pair[1]));
    }
    return pairs;
  }

  private static Set<String> all(Map<String, Set<String>> pairs) {
    return pairs.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
  }
}
