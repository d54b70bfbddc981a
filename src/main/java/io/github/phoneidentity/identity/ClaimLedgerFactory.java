package io.github.phoneidentity.identity;

import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderFactory;

/** Creates {@link ClaimLedger}s, and does the scheduled work on claims. */
public interface ClaimLedgerFactory extends ProviderFactory<ClaimLedger> {

  /** The factory of the server to which {@code session} belongs. */
  static ClaimLedgerFactory of(KeycloakSession session) {
    return (ClaimLedgerFactory)
        session.getKeycloakSessionFactory().getProviderFactory(ClaimLedger.class);
  }

  /** Whether the server is still starting: it serves no requests yet, but may import realms. */
  boolean isStarting();

  /**
   * Sets the release time of newly released claims, and deletes claims whose quarantine has
   * elapsed.
   */
  void sweep();

  /**
   * Writes this node's heartbeat; claims are reconciled if no other node was alive when it started.
   */
  void beat();

  /** Resumes the adoption of the realms that need it, unless this node is already doing so. */
  void adopt();
}
