/**
 * Texts and the gateways that send them: the public SPI {@code sms-gateway}, with one package per
 * gateway.
 */
@NullMarked
package io.github.phoneidentity.sms;

import org.jspecify.annotations.NullMarked;
