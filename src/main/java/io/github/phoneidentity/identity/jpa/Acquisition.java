package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.RequestOrigin;

/**
 * When and how a claim is acquired.
 *
 * @param at epoch milliseconds
 * @param origin who wrote the value
 */
record Acquisition(long at, RequestOrigin origin) {}
