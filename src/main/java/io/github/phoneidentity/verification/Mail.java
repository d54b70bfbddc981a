package io.github.phoneidentity.verification;

import org.jspecify.annotations.Nullable;

/**
 * An e-mail.
 *
 * @param id the id of the message in logs
 * @param to the recipient
 * @param text the body as plain text
 * @param html the same body in HTML, or null
 */
record Mail(String id, Recipient to, String subject, String text, @Nullable String html) {}
