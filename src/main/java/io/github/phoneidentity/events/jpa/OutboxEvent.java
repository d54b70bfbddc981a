package io.github.phoneidentity.events.jpa;

/**
 * A user event that is to be published.
 *
 * @param id the message id
 * @param shard the shard of its subject
 * @param subject whose events keep their order
 * @param type such as {@code registered} or {@code realm.deleted}
 * @param payload the whole CloudEvent as JSON
 * @param createdAt epoch milliseconds
 * @param tries how often it was tried and not published
 * @param offences over how many of these the broker closed the channel, for this event's sake alone
 * @param alone whether nothing else may be on its way with it
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
