/**
 * Budgets: how often something may be done by somebody within a window, counted exactly by the
 * database under any number of parallel requests.
 */
package io.github.phoneidentity.limit;
