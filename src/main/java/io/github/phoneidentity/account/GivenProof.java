package io.github.phoneidentity.account;

import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.verification.Binding;

/**
 * A proof that a registration names, good or not.
 *
 * @param channel how its contact was to be proven
 * @param binding whose proof it would be
 * @param id the id of the challenge
 */
public record GivenProof(Channel channel, Binding binding, String id) {}
