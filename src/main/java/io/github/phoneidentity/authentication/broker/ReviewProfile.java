package io.github.phoneidentity.authentication.broker;

import io.github.phoneidentity.identity.BrokeredNumber;
import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.policy.RealmPolicy;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.broker.IdpReviewProfileAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.Constants;

/**
 * Keycloak's step Review Profile of a first broker login, which notes before the user's first input
 * what the identity provider sent: afterwards nothing tells the one from the other. What the
 * provider sent as a proof and is none is dropped first, so that it does not bring the page.
 */
final class ReviewProfile extends IdpReviewProfileAuthenticator {

  @Override
  protected void authenticateImpl(
      AuthenticationFlowContext context,
      SerializedBrokeredIdentityContext user,
      BrokeredIdentityContext brokered) {
    if (RealmPolicy.participates(context.getRealm())) {
      String verified = user.getFirstAttribute(UserAttributes.PHONE_NUMBER_VERIFIED);
      if (verified != null && !UserAttributes.isTrue(verified)) {
        UserAttributes.PROOF.forEach(
            name -> user.getContextData().remove(Constants.USER_ATTRIBUTES_PREFIX + name));
        user.saveToAuthenticationSession(context.getAuthenticationSession(), BROKERED_CONTEXT_NOTE);
      }
      BrokeredNumber.keep(
          context.getAuthenticationSession(),
          user.getFirstAttribute(UserAttributes.PHONE_NUMBER),
          verified);
    }
    super.authenticateImpl(context, user, brokered);
  }
}
