/**
 * EDGE: user-profile validators that report conflicts before the claim table rejects them at
 * commit.
 */
@NullMarked
package io.github.phoneidentity.profile;

import org.jspecify.annotations.NullMarked;
