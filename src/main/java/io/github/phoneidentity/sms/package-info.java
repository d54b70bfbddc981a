/** Texts and the services that deliver them: this project's public SPI, one folder per gateway. */
package io.github.phoneidentity.sms;
