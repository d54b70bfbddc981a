/** The table of password changes, and the listener that records them. */
@NullMarked
package io.github.phoneidentity.account.jpa;

import org.jspecify.annotations.NullMarked;
