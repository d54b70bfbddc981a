package io.github.phoneidentity.rest;

/**
 * A response that is not an error.
 *
 * @param status the HTTP status
 * @param body the JSON object, such as one of {@link ResponseBodies}; null for none
 */
record ApiResponse(int status, Record body) {}
