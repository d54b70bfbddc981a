package io.github.phoneidentity.identity.jpa;

import io.github.phoneidentity.identity.RequestOrigin;

/**
 * When and how a claim is acquired.
 *
 * @param at epoch milliseconds
 * @param adopted whether the value was there before the realm took part
 * @param origin who wrote the value; null when that is not known
 */
record Acquisition(long at, boolean adopted, RequestOrigin origin) {}
