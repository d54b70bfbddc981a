package io.github.phoneidentity.account;

import io.github.phoneidentity.policy.Channel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a new user has filled in.
 *
 * @param attributes the user-profile attributes by name, username and e-mail among them
 * @param password null for none
 * @param termsAccepted whether the terms and conditions were accepted
 * @param proofs the ids of the challenges that prove the contacts
 */
public record RegistrationForm(
    Map<String, List<String>> attributes,
    String password,
    boolean termsAccepted,
    Map<Channel, String> proofs) {

  public RegistrationForm {
    attributes = Map.copyOf(attributes);
    proofs = Map.copyOf(proofs);
  }

  Optional<String> first(String attribute) {
    return attributes.getOrDefault(attribute, List.of()).stream().findFirst();
  }

  /** Nothing, because it holds a password and personal data. */
  @Override
  public String toString() {
    return "RegistrationForm";
  }
}
