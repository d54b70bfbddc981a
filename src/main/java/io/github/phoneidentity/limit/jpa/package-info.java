/** The table of budgets and its conditional updates. */
package io.github.phoneidentity.limit.jpa;
