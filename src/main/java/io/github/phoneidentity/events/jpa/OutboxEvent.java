package io.github.phoneidentity.events.jpa;

/**
 * A user event to publish.
 *
 * @param id the message id
 * @param shard the shard of its subject
 * @param subject the id of the user or realm, whose events are published in order
 * @param type such as {@code registered} or {@code realm.deleted}
 * @param payload the whole CloudEvent as JSON
 * @param createdAt epoch milliseconds
 * @param tries the number of failed tries
 * @param offences the number of these tries at which the broker closed the channel because of this
 *     event
 * @param alone whether no other event may be in flight together with it
 */
public record OutboxEvent(
    String id,
    int shard,
    String realmId,
    String subject,
    String type,
    String routingKey,
    String payload,
    long createdAt,
    int tries,
    int offences,
    boolean alone) {

  /** The type of the CloudEvent. */
  public String cloudEventType() {
    return "io.github.phoneidentity." + (type.indexOf('.') < 0 ? "user." + type : type);
  }
}
