/** The table of rate limits and its conditional updates. */
@NullMarked
package io.github.phoneidentity.limit.jpa;

import org.jspecify.annotations.NullMarked;
