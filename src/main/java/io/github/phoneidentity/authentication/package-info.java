/**
 * The steps of Keycloak's flows. {@link io.github.phoneidentity.authentication.Step} is what a flow
 * and a required action have in common; {@link io.github.phoneidentity.authentication.CodeForm}
 * renders every page that asks for a code.
 */
package io.github.phoneidentity.authentication;
