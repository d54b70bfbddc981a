/**
 * The realm's policy, which is the config of required action {@code VERIFY_PHONE}, and the flows
 * that are bound to it.
 */
@NullMarked
package io.github.phoneidentity.policy;

import org.jspecify.annotations.NullMarked;
