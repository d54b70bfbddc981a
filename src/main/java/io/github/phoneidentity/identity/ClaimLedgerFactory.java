package io.github.phoneidentity.identity;

import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderFactory;

/** Makes {@link ClaimLedger}s, and does what is done by the clock. */
public interface ClaimLedgerFactory extends ProviderFactory<ClaimLedger> {

  /** Stamps what was released, and forgets what anybody may claim again. */
  void sweep(KeycloakSession session);

  /** Goes on with the adoption of the realms that need it, in the background. */
  void adopt(KeycloakSession session);
}
