package io.github.phoneidentity.authentication;

import io.github.phoneidentity.identity.AccountSummary;
import io.github.phoneidentity.identity.ClaimLedger;
import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.EventErrors;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.Recipient;
import io.github.phoneidentity.verification.RequestedIdentifier;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Errors;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * Where a code is sent for an account whose existence is not disclosed.
 *
 * @param identifier the key of the disclosed rate limits
 * @param recipient the recipient of the code, or of the decoy if there is no user to send it to
 * @param userId the id of the user to whom the code is sent; null for a decoy
 * @param owner the id of the user for events; null if the account does not exist
 * @param reason the error of the event that says why nothing is sent; null if a code is sent
 */
public record CodeTarget(
    RequestedIdentifier identifier,
    Recipient recipient,
    @Nullable String userId,
    @Nullable String owner,
    @Nullable String reason) {

  /**
   * The proven number of a user, or of the account with the typed identifier.
   *
   * @param known the user; null if {@code typed} determines the account
   */
  public static CodeTarget number(
      KeycloakSession session, RealmModel realm, @Nullable UserModel known, String typed) {
    ClaimLedger ledger = ClaimLedger.of(session);
    Optional<AccountSummary> account =
        known == null ? ledger.account(realm, typed) : ledger.accountOf(realm, known.getId());
    String region = RealmPolicy.of(realm).defaultRegion();
    RequestedIdentifier identifier = RequestedIdentifier.of(typed, region);
    String owner = account.map(AccountSummary::userId).orElse(null);
    Optional<PhoneNumber> proven =
        account.filter(AccountSummary::enabled).flatMap(AccountSummary::provenNumber);
    return proven
        .map(number -> new CodeTarget(identifier, Recipient.of(number), owner, owner, null))
        .orElseGet(
            () ->
                new CodeTarget(
                    identifier, decoyRecipient(typed, region), null, owner, reason(account)));
  }

  /** The recipient of a decoy: the typed number, so that its mask on the page is the same. */
  private static Recipient decoyRecipient(String typed, String region) {
    return PhoneNumberParser.parse(typed, region)
        .map(Recipient::of)
        .orElse(Recipient.none(Channel.sms));
  }

  private static String reason(Optional<AccountSummary> account) {
    if (account.isEmpty()) {
      return Errors.USER_NOT_FOUND;
    }
    return account.get().enabled() ? EventErrors.PHONE_NOT_VERIFIED : Errors.USER_DISABLED;
  }

  /** The e-mail address of a user who has just proven the phone number. */
  public static CodeTarget email(UserModel user) {
    RequestedIdentifier identifier = new RequestedIdentifier("user:" + user.getId());
    String email = user.getEmail();
    return email == null || email.isBlank()
        ? new CodeTarget(
            identifier, Recipient.none(Channel.email), null, user.getId(), Errors.INVALID_EMAIL)
        : new CodeTarget(identifier, Recipient.ofEmail(email), user.getId(), user.getId(), null);
  }
}
