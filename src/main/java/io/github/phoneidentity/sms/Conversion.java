package io.github.phoneidentity.sms;

/**
 * By which a gateway is notified that the code of a text was confirmed.
 *
 * @param gateway the provider id of the gateway that has sent the text
 * @param id what the gateway has named in {@link Submission#conversionId}
 */
public record Conversion(String gateway, String id) {}
