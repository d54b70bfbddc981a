/** What the rules of {@code account} keep in Keycloak's database. */
package io.github.phoneidentity.account.jpa;
