/**
 * EDGE: the REST API for first-party apps and for administrators. It translates HTTP; the rules are
 * in {@code account}, {@code verification} and {@code identity}.
 */
@NullMarked
package io.github.phoneidentity.rest;

import org.jspecify.annotations.NullMarked;
