/** The table of password changes, and the listener that records them. */
package io.github.phoneidentity.account.jpa;
