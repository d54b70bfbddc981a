/** The gateway that prints texts, for development. */
package io.github.phoneidentity.sms.log;
