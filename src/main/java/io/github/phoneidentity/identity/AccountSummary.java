package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumber;
import java.util.Optional;

/**
 * The state of a user that decides whether a code may be sent to them.
 *
 * @param userId the user's id
 * @param enabled whether the user may log in
 * @param provenNumber the user's own number if it is verified, otherwise empty
 */
public record AccountSummary(String userId, boolean enabled, Optional<PhoneNumber> provenNumber) {}
