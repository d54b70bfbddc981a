package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumber;
import java.util.Optional;

/**
 * What has to be known of a user before a code may go to them.
 *
 * @param userId the user's id
 * @param enabled whether the user may log in at all
 * @param provenNumber the number on file, if it is proven
 */
public record AccountSummary(String userId, boolean enabled, Optional<PhoneNumber> provenNumber) {}
