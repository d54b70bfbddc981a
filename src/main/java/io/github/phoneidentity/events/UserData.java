package io.github.phoneidentity.events;

import java.io.Serializable;
import java.util.Set;

/**
 * What an event says of a user: what the database has, whether the user is cached or not.
 *
 * @param realmId the id of the realm
 * @param email null for none, as the following
 * @param phoneNumber in E.164
 * @param verifiedAt the ISO-8601 instant of the number's proof
 * @param roles the names of the realm roles that the user has, by groups and composites as well
 */
public record UserData(
    String id,
    String realmId,
    String username,
    boolean enabled,
    String email,
    String phoneNumber,
    boolean phoneNumberVerified,
    String verifiedAt,
    String nickname,
    Set<String> roles)
    implements Serializable {}
