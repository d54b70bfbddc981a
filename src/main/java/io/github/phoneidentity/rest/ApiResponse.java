package io.github.phoneidentity.rest;

import org.jspecify.annotations.Nullable;

/**
 * A response that is not an error.
 *
 * @param status the HTTP status
 * @param body the JSON object, such as one of {@link ResponseBodies}; null for none
 */
record ApiResponse(int status, @Nullable Record body) {}
