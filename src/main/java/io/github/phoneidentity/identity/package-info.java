/**
 * Ownership of phone numbers and nicknames in a realm: the claim ledger, the rules of names, and
 * the lookup of a user by an identifier.
 */
@NullMarked
package io.github.phoneidentity.identity;

import org.jspecify.annotations.NullMarked;
