/**
 * EDGE: user-profile validators that report conflicts before the claim table rejects them at
 * commit.
 */
package io.github.phoneidentity.profile;
