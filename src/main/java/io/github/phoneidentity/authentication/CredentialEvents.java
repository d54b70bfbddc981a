package io.github.phoneidentity.authentication;

import io.github.phoneidentity.account.PasswordChanges;
import io.github.phoneidentity.account.SmsOtpEnrolment;
import io.github.phoneidentity.credential.SmsOtpCredentialModel;
import io.github.phoneidentity.policy.ProviderIds;
import io.github.phoneidentity.policy.RealmPolicy;
import java.util.Map;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;

/**
 * Listens to Keycloak's events about credentials: a removed factor, and a changed password that is
 * not stored in Keycloak's database.
 */
public final class CredentialEvents implements GlobalEventListener {

  @Override
  public void onEvent(KeycloakSession session, Event event) {
    RealmModel realm = session.getContext().getRealm();
    if (event.getError() != null
        || event.getUserId() == null
        || realm == null
        || !RealmPolicy.participates(realm)) {
      return;
    }
    Map<String, String> details = event.getDetails() == null ? Map.of() : event.getDetails();
    String type = details.getOrDefault(Details.CREDENTIAL_TYPE, "");
    if (event.getType() == EventType.REMOVE_CREDENTIAL && type.equals(SmsOtpCredentialModel.TYPE)) {
      UserModel user = session.users().getUserById(realm, event.getUserId());
      if (user != null) {
        String label = details.getOrDefault(Details.CREDENTIAL_USER_LABEL, "");
        new SmsOtpEnrolment(session, realm, user).removed(label);
      }
    } else if (event.getType() == EventType.UPDATE_CREDENTIAL
        && type.equals(PasswordCredentialModel.TYPE)) {
      recordFederated(session, realm, event.getUserId());
    }
  }

  @Override
  public void onEvent(KeycloakSession session, AdminEvent event) {
    RealmModel realm = session.getContext().getRealm();
    String path = event.getResourcePath();
    if (event.getError() == null && path != null && path.endsWith("/reset-password")) {
      String[] parts = path.split("/", -1);
      recordFederated(session, realm, parts[parts.length - 2]);
    }
  }

  /**
   * Records the change before the commit and not earlier, because until then it must not hide an
   * earlier one by another session.
   */
  private static void recordFederated(KeycloakSession session, RealmModel realm, String userId) {
    UserModel user = session.users().getUserById(realm, userId);
    if (user != null && user.isFederated()) {
      BeforeCommit.run(session, () -> new PasswordChanges(session).record(user));
    }
  }

  @Override
  public String getId() {
    return ProviderIds.CREDENTIAL_EVENTS;
  }
}
