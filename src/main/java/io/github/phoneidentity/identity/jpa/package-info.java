/**
 * The claim table, the Hibernate listener that records every change of a user attribute, and the
 * reconciliation of claims before a transaction commits.
 */
package io.github.phoneidentity.identity.jpa;
