package io.github.phoneidentity.rest;

import java.util.Map;

/**
 * A response that is not an error.
 *
 * @param status the HTTP status
 * @param body the JSON object; null for none
 */
record ApiResponse(int status, Map<String, Object> body) {}
