package io.github.phoneidentity.account;

import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.verification.Binding;

/**
 * A proof that a registration refers to, valid or not.
 *
 * @param channel the channel of the contact to be proven
 * @param binding the binding that the challenge must have
 * @param id the id of the challenge
 */
public record GivenProof(Channel channel, Binding binding, String id) {}
