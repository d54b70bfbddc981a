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
   * What is missing outside of the pages, where the realm's bound flow says which proofs there are.
   *
   * @param proven the channels of the user's contacts that were proven
   */
  public static RequiredProofs of(RealmModel realm, UserModel user, Set<Channel> proven) {
    Channel first = proven.contains(Channel.sms) ? Channel.sms : Channel.email;
    return ResetFlow.proves(realm, first) ? inFlow(user, proven) : NOT_ALLOWED;
  }

  /** What is missing in a flow that has asked for these proofs. */
  public static RequiredProofs inFlow(UserModel user, Set<Channel> proven) {
    boolean hasEmail = user.getEmail() != null && !user.getEmail().isBlank();
    return decide(SmsOtpCredentials.exist(user), hasEmail, user.isEmailVerified(), proven);
  }

  static RequiredProofs decide(
      boolean hasSmsOtp, boolean hasEmail, boolean emailVerified, Set<Channel> proven) {
    if (!proven.contains(Channel.sms)) {
      return proven.contains(Channel.email) && emailVerified ? COMPLETE : NOT_ALLOWED;
    }
    if (!hasSmsOtp || proven.contains(Channel.email)) {
      return COMPLETE;
    }
    return hasEmail ? EMAIL_AS_WELL : ADMINISTRATOR;
  }
}
