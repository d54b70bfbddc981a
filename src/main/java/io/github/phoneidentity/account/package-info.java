/**
 * What becomes of an account: whether a name is free, how a user is made from proven contacts, how
 * a proof changes a password. It joins {@code identity} and {@code verification}, which do not know
 * each other, and speaks neither HTTP nor pages.
 */
package io.github.phoneidentity.account;
