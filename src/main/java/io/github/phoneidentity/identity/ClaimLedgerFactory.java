package io.github.phoneidentity.identity;

import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderFactory;

/** Makes {@link ClaimLedger}s, and does what is done by the clock. */
public interface ClaimLedgerFactory extends ProviderFactory<ClaimLedger> {

  /** The factory of the server that {@code session} belongs to. */
  static ClaimLedgerFactory of(KeycloakSession session) {
    return (ClaimLedgerFactory)
        session.getKeycloakSessionFactory().getProviderFactory(ClaimLedger.class);
  }

  /** Whether the server is still starting: it serves no request yet, but may import realms. */
  boolean isStarting();

  /** Stamps what was released, and forgets what anybody may claim again. */
  void sweep();

  /** Says that this node is alive, and has claims reconciled when no other was at its start. */
  void beat();

  /** Goes on with the adoption of the realms that need it, unless this node is at it. */
  void adopt();
}
