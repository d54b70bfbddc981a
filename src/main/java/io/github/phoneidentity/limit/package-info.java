/**
 * Rate limits: how often a subject may do something within a window, counted exactly by the
 * database under any number of parallel requests.
 */
@NullMarked
package io.github.phoneidentity.limit;

import org.jspecify.annotations.NullMarked;
