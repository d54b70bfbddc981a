/**
 * Texts and the gateways that send them: the public SPI {@code sms-gateway}, with one package per
 * gateway.
 */
package io.github.phoneidentity.sms;
