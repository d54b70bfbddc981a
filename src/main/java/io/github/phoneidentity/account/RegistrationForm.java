package io.github.phoneidentity.account;

import io.github.phoneidentity.policy.Channel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The data of a registration.
 *
 * @param attributes the user-profile attributes by name, including username and e-mail
 * @param password the password; null for none
 * @param termsAccepted whether the terms and conditions were accepted
 * @param proofs the proofs of the contacts
 */
public record RegistrationForm(
    Map<String, List<String>> attributes,
    @Nullable String password,
    boolean termsAccepted,
    List<GivenProof> proofs) {

  public RegistrationForm {
    attributes = Map.copyOf(attributes);
    proofs = List.copyOf(proofs);
  }

  Optional<String> first(String attribute) {
    return attributes.getOrDefault(attribute, List.of()).stream().findFirst();
  }

  /** Whether there is a proof of this channel. */
  boolean proves(Channel channel) {
    return proofs.stream().anyMatch(proof -> proof.channel() == channel);
  }

  /** Does not contain the data, which includes a password. */
  @Override
  public String toString() {
    return "RegistrationForm";
  }
}
