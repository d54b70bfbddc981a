/**
 * Who owns what in a realm: the ledger of claims, the rules of names, and the lookup of a user by
 * whatever identifies one.
 */
package io.github.phoneidentity.identity;
