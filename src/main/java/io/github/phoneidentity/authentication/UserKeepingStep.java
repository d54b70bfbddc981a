package io.github.phoneidentity.authentication;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;

/** Lets an execution of Keycloak work in a {@link UserKeepingContext}. */
public final class UserKeepingStep {

  private UserKeepingStep() {}

  /** The execution with all of its interfaces, by which Keycloak knows what it can do. */
  public static Authenticator of(Authenticator step) {
    return (Authenticator)
        Proxy.newProxyInstance(
            UserKeepingStep.class.getClassLoader(),
            interfaces(step.getClass()).toArray(Class<?>[]::new),
            (proxy, method, args) -> {
              Object[] kept = args;
              if (args != null
                  && args.length == 1
                  && args[0] instanceof AuthenticationFlowContext context) {
                kept = new Object[] {UserKeepingContext.of(context)};
              }
              try {
                return method.invoke(step, kept);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static Set<Class<?>> interfaces(Class<?> type) {
    Set<Class<?>> found = new LinkedHashSet<>();
    for (Class<?> each = type; each != null; each = each.getSuperclass()) {
      found.addAll(List.of(each.getInterfaces()));
    }
    return found;
  }
}
