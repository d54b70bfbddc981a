/** The realm's policy: the config of required action {@code VERIFY_PHONE}, read by everything. */
package io.github.phoneidentity.policy;
