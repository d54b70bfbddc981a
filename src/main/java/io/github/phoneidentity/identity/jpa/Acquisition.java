package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.RequestOrigin;

/**
 * When and by which request origin a claim is acquired.
 *
 * @param at epoch milliseconds
 * @param origin the origin of the value
 */
record Acquisition(long at, RequestOrigin origin) {}
