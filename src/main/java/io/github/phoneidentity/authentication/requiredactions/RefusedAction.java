package io.github.phoneidentity.authentication.requiredactions;

import io.github.phoneidentity.account.DirectoryRefusal;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;

/** The error page of a required action that a user of a directory cannot complete. */
final class RefusedAction {

  private RefusedAction() {}

  /** Shows the page if there is a reason, and returns whether there is one. */
  static boolean show(RequiredActionContext context, Optional<DirectoryRefusal> reason) {
    reason.ifPresent(
        why -> {
          context.getEvent().clone().error(why.error());
          context.challenge(
              context.form().setError(why.message()).createErrorPage(Response.Status.BAD_REQUEST));
        });
    return reason.isPresent();
  }
}
