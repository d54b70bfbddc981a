package io.github.phoneidentity.authentication;

import io.github.phoneidentity.identity.AccountSummary;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.RequestedIdentifier;
import java.util.Optional;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Where a code goes for somebody who names an account and may not learn whether it exists.
 *
 * @param asked what the limits count that the caller is told
 * @param recipient where the code goes, or what stands in its place if there is nobody to send to
 * @param userId the user to send to; null if there is nobody
 * @param owner the user whom the events are about; null if there is none
 * @param reason why there is nobody to send to, as an event tells it; null otherwise
 */
public record CodeTarget(
    RequestedIdentifier asked, Recipient recipient, String userId, String owner, String reason) {

  /**
   * The proven number of a user, or of the account that was named.
   *
   * @param known the user; null if {@code typed} alone tells whose it is
   */
  public static CodeTarget number(
      KeycloakSession session, RealmModel realm, UserModel known, String typed) {
    ClaimLedger ledger = ClaimLedger.of(session);
    Optional<AccountSummary> account =
        known == null ? ledger.account(realm, typed) : ledger.accountOf(realm, known.getId());
    String region = RealmPolicy.of(realm).defaultRegion();
    RequestedIdentifier asked = RequestedIdentifier.of(typed, region);
    String owner = account.map(AccountSummary::userId).orElse(null);
    Optional<PhoneNumber> proven =
        account.filter(AccountSummary::enabled).flatMap(AccountSummary::provenNumber);
    return proven
        .map(number -> new CodeTarget(asked, Recipient.of(number), owner, owner, null))
        .orElseGet(
            () -> new CodeTarget(asked, inPlace(typed, region), null, owner, reason(account)));
  }

  /** The number that was typed, so that even the texts of the mask are the same. */
  private static Recipient inPlace(String typed, String region) {
    return PhoneNumberParser.parse(typed, region)
        .map(Recipient::of)
        .orElse(Recipient.none(Channel.sms));
  }

  private static String reason(Optional<AccountSummary> account) {
    if (account.isEmpty()) {
      return Errors.USER_NOT_FOUND;
    }
    return account.get().enabled() ? "phone_not_verified" : Errors.USER_DISABLED;
  }

  /** The e-mail address of a user who has just proven something else. */
  public static CodeTarget email(UserModel user) {
    RequestedIdentifier asked = new RequestedIdentifier("user:" + user.getId());
    String email = user.getEmail();
    return email == null || email.isBlank()
        ? new CodeTarget(
            asked, Recipient.none(Channel.email), null, user.getId(), Errors.INVALID_EMAIL)
        : new CodeTarget(asked, Recipient.ofEmail(email), user.getId(), user.getId(), null);
  }
}
