/**
 * EDGE: executions of Keycloak's flows, and required actions. {@link
 * io.github.phoneidentity.authentication.ExecutionContext} is the common context of both; {@link
 * io.github.phoneidentity.authentication.CodeForm} renders every page for a code.
 */
@NullMarked
package io.github.phoneidentity.authentication;

import org.jspecify.annotations.NullMarked;
