/**
 * EDGE: logins that a client starts without a browser: CIBA, whose login hint identifies the user.
 */
@NullMarked
package io.github.phoneidentity.authentication.backchannel;

import org.jspecify.annotations.NullMarked;
