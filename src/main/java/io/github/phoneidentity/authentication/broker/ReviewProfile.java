package io.github.phoneidentity.authentication.broker;

import io.github.phoneidentity.identity.UserAttributes;
import io.github.phoneidentity.policy.RealmPolicy;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.broker.IdpReviewProfileAuthenticator;
import org.keycloak.authentication.authenticators.broker.util.SerializedBrokeredIdentityContext;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;

/**
 * Keycloak's execution Review Profile of a first broker login, which accepts no other proof than
 * the identity provider's. Invalid proof attributes are removed first, so that they do not make the
 * page appear.
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
    }
    super.authenticateImpl(context, user, brokered);
  }

  @Override
  protected void actionImpl(
      AuthenticationFlowContext context,
      SerializedBrokeredIdentityContext user,
      BrokeredIdentityContext brokered) {
    RealmModel realm = context.getRealm();
    super.actionImpl(
        context,
        RealmPolicy.participates(realm)
            ? ReviewedIdentity.of(user, RealmPolicy.of(realm).defaultRegion())
            : user,
        brokered);
  }
}
