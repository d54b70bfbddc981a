package io.github.phoneidentity.authentication;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.AuthenticationFlowError;
import org.keycloak.authentication.AuthenticationFlowException;
import org.keycloak.models.UserModel;

/**
 * A context for Keycloak's own executions, in which only the execution itself changes the user: it
 * checks the credential of the user with whom it began or whom it has set, and succeeds for no
 * other one, whatever other requests do to the authentication session meanwhile.
 */
public final class UserKeepingContext implements InvocationHandler {

  private final AuthenticationFlowContext context;
  private @Nullable UserModel user;

  private UserKeepingContext(AuthenticationFlowContext context) {
    this.context = context;
    user = context.getUser();
  }

  public static AuthenticationFlowContext of(AuthenticationFlowContext context) {
    return (AuthenticationFlowContext)
        Proxy.newProxyInstance(
            UserKeepingContext.class.getClassLoader(),
            new Class<?>[] {AuthenticationFlowContext.class},
            new UserKeepingContext(context));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object[] args) throws Throwable {
    switch (method.getName()) {
      case "getUser" -> {
        return user;
      }
      case "setUser" -> user = (UserModel) args[0];
      case "clearUser" -> user = null;
      case "success" -> {
        if (user == null) {
          throw new AuthenticationFlowException(AuthenticationFlowError.UNKNOWN_USER);
        }
        RequestUser.checked(context, user);
      }
      default -> {
        // Nothing else is about the user.
      }
    }
    try {
      return method.invoke(context, args);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
