package io.github.phoneidentity.identity;

import io.github.phoneidentity.phone.PhoneNumber;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.RealmPolicy;
import java.util.Optional;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * The number that stands with a user.
 *
 * @param proven whether the user has proven it, or an administrator vouches for it
 */
public record NumberOnFile(PhoneNumber number, boolean proven) {

  /** The number of {@code user}; empty if there is none, or none that can be read. */
  public static Optional<NumberOnFile> of(RealmModel realm, UserModel user) {
    boolean proven =
        Boolean.parseBoolean(user.getFirstAttribute(UserAttributes.PHONE_NUMBER_VERIFIED));
    return PhoneNumberParser.parse(
            user.getFirstAttribute(UserAttributes.PHONE_NUMBER),
            RealmPolicy.of(realm).defaultRegion())
        .map(number -> new NumberOnFile(number, proven));
  }
}
