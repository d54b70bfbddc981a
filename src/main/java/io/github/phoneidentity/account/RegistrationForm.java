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
 * @param proofs what is to prove the contacts
 */
public record RegistrationForm(
    Map<String, List<String>> attributes,
    String password,
    boolean termsAccepted,
    List<GivenProof> proofs) {

  public RegistrationForm {
    attributes = Map.copyOf(attributes);
    proofs = List.copyOf(proofs);
  }

  Optional<String> first(String attribute) {
    return attributes.getOrDefault(attribute, List.of()).stream().findFirst();
  }

  /** Whether a proof of this kind is given. */
  boolean proves(Channel channel) {
    return proofs.stream().anyMatch(proof -> proof.channel() == channel);
  }

  /** Nothing, because it holds a password and personal data. */
  @Override
  public String toString() {
    return "RegistrationForm";
  }
}
