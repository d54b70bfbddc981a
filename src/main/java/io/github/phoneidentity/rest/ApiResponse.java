package io.github.phoneidentity.rest;

import java.util.Map;

/**
 * An answer that is no error.
 *
 * @param status of HTTP
 * @param body its JSON object; null for none
 */
record ApiResponse(int status, Map<String, Object> body) {}
