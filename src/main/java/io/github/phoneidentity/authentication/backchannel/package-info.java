/**
 * EDGE: logins that a client starts without a browser: CIBA, whose login hint identifies the user.
 */
package io.github.phoneidentity.authentication.backchannel;
