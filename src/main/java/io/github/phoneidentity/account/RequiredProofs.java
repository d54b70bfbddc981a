package io.github.phoneidentity.account;

import io.github.phoneidentity.credential.SmsOtpCredentials;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.ResetFlow;
import java.util.Set;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Which proofs the reset of a forgotten password needs. SMS must not be both the proof of the reset
 * and the second factor of the next login: a user with an {@code sms-otp} credential must prove the
 * e-mail address as well, regardless of other factors.
 */
public enum RequiredProofs {
  /** The proofs are sufficient. */
  COMPLETE,
  /** The user must prove the e-mail address as well. */
  EMAIL_AS_WELL,
  /**
   * The user would have to prove an e-mail address but has none: only an administrator can help.
   */
  ADMINISTRATOR,
  /** The proofs do not allow a reset for this user. */
  NOT_ALLOWED;

  /** Whether a proof of this channel can be part of a reset in the realm. */
  public static boolean mayBegin(RealmModel realm, Channel channel) {
    return realm.isResetPasswordAllowed()
        && (ResetFlow.proves(realm, channel)
            || (channel == Channel.email && ResetFlow.proves(realm, Channel.sms)));
  }

  /**
   * Which proofs are missing for a reset by the REST API. The realm's bound flow determines which
   * proofs are possible, and which are required of every user.
   *
   * @param proven the channels of the user's proven contacts
   */
  public static RequiredProofs of(RealmModel realm, UserModel user, Set<Channel> proven) {
    Channel first = proven.contains(Channel.sms) ? Channel.sms : Channel.email;
    Set<Channel> always = ResetFlow.alwaysProven(realm);
    if (!ResetFlow.proves(realm, first)
        || (first == Channel.email && always.contains(Channel.sms))) {
      return NOT_ALLOWED;
    }
    return missing(user, always.contains(Channel.email), proven);
  }

  /**
   * Whether a user who has followed the link of Keycloak's e-mail may continue. If that is the only
   * proof, the address must have been verified before, because it may be a mistyped one that
   * belongs to another person.
   */
  public static boolean mayGoOnByLink(RealmModel realm, UserModel user) {
    return ResetFlow.alwaysProven(realm).contains(Channel.sms)
        || inFlow(user, Set.of(Channel.email)) == COMPLETE;
  }

  /** Which proofs are missing in a flow that has verified these channels. */
  public static RequiredProofs inFlow(UserModel user, Set<Channel> proven) {
    return missing(user, false, proven);
  }

  private static RequiredProofs missing(UserModel user, boolean emailAsWell, Set<Channel> proven) {
    boolean hasEmail = user.getEmail() != null && !user.getEmail().isBlank();
    return decide(
        emailAsWell || SmsOtpCredentials.exist(user), hasEmail, user.isEmailVerified(), proven);
  }

  static RequiredProofs decide(
      boolean emailAsWell, boolean hasEmail, boolean emailVerified, Set<Channel> proven) {
    if (!proven.contains(Channel.sms)) {
      return proven.contains(Channel.email) && emailVerified ? COMPLETE : NOT_ALLOWED;
    }
    if (!emailAsWell || proven.contains(Channel.email)) {
      return COMPLETE;
    }
    return hasEmail ? EMAIL_AS_WELL : ADMINISTRATOR;
  }
}
