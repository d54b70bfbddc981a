/**
 * The realm's policy, which is the config of required action {@code VERIFY_PHONE}, and the flows
 * that are bound to it.
 */
package io.github.phoneidentity.policy;
