package io.github.phoneidentity.events;

import java.io.Serializable;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The data of a user in an event, as the database has it, regardless of caches.
 *
 * @param realmId the id of the realm
 * @param email null if there is none, as for the following
 * @param phoneNumber in E.164 form
 * @param verifiedAt the ISO-8601 instant at which the number was verified
 * @param row the columns of the user's row that are compared
 * @param roles the names of the user's realm roles, including those by groups and composites
 */
public record UserData(
    String id,
    String realmId,
    String username,
    UserRow row,
    @Nullable String email,
    @Nullable String phoneNumber,
    boolean phoneNumberVerified,
    @Nullable String verifiedAt,
    @Nullable String nickname,
    Set<String> roles)
    implements Serializable {

  public UserData {
    roles = Set.copyOf(roles);
  }

  public boolean enabled() {
    return row.enabled();
  }
}
