package io.github.phoneidentity.account;

import io.github.phoneidentity.credential.SmsOtpCredentials;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.ResetFlow;
import java.util.Set;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Which proofs the reset of a forgotten password needs. SMS is never both the reset and a proof
 * that the next login takes as its second factor: whoever has an {@code sms-otp} credential proves
 * the e-mail address as well, whatever other factors there are.
 */
public enum RequiredProofs {
  /** What was proven is enough. */
  COMPLETE,
  /** The e-mail address on file is to be proven as well. */
  EMAIL_AS_WELL,
  /** The same, but there is no address: only an administrator can help. */
  ADMINISTRATOR,
  /** What was proven does not reset this user's password. */
  NOT_ALLOWED;

  /** Whether the realm resets passwords by proofs of which one may be of this channel. */
  public static boolean mayBegin(RealmModel realm, Channel channel) {
    return realm.isResetPasswordAllowed()
        && (ResetFlow.proves(realm, channel)
            || (channel == Channel.email && ResetFlow.proves(realm, Channel.sms)));
  }

  /**
   * What is missing outside of the pages, where the realm's bound flow says which proofs there are,
   * and which of them everybody has to give.
   *
   * @param proven the channels of the user's contacts that were proven
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
   * Whether who has followed the link of Keycloak's e-mail goes on: where it is the only proof, the
   * address has been verified before, because it may be a stranger's that was mistyped.
   */
  public static boolean mayGoOnByLink(RealmModel realm, UserModel user) {
    return ResetFlow.alwaysProven(realm).contains(Channel.sms)
        || inFlow(user, Set.of(Channel.email)) == COMPLETE;
  }

  /** What is missing in a flow that has asked for these proofs. */
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
