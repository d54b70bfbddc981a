/**
 * The REST API of first-party apps and of administrators. HTTP only: what is allowed is decided in
 * {@code account}, {@code verification} and {@code identity}.
 */
package io.github.phoneidentity.rest;
