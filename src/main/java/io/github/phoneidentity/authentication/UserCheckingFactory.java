package io.github.phoneidentity.authentication;

import org.keycloak.authentication.AuthenticatorFactory;

/** The factory of an execution that calls {@link RequestUser#checked} before it succeeds. */
public interface UserCheckingFactory extends AuthenticatorFactory {}
