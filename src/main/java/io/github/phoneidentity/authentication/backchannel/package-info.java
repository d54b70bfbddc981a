/** Logins that a client begins without a browser: CIBA, whose user is named by a login hint. */
package io.github.phoneidentity.authentication.backchannel;
