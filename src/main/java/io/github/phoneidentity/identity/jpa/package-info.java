/**
 * The claim table, and what feeds it: a listener in the persistence layer that sees every change of
 * a user attribute, and the settlement of claims before a transaction commits.
 */
package io.github.phoneidentity.identity.jpa;
