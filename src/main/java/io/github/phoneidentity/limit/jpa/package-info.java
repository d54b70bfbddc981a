/** The table of rate limits and its conditional updates. */
package io.github.phoneidentity.limit.jpa;
