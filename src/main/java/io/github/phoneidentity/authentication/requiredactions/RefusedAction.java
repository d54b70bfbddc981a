package io.github.phoneidentity.authentication.requiredactions;

import io.github.phoneidentity.account.DirectoryRefusal;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;

/** A required action that ends on a page, because its user is a directory's. */
final class RefusedAction {

  private RefusedAction() {}

  /** Shows the page, and returns whether there was a reason to. */
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
