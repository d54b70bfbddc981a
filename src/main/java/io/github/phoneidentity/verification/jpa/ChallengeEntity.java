package io.github.phoneidentity.verification.jpa;

import io.github.phoneidentity.outbox.Delivery;
import io.github.phoneidentity.sms.Conversion;
import io.github.phoneidentity.verification.Challenge;
import io.github.phoneidentity.verification.Challenge.State;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.RequestedIdentifier;
import io.github.phoneidentity.verification.TextOrigin;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A challenge; all times are epoch milliseconds. It is only updated by conditional statements. */
@Entity
@Table(name = "PHONE_IDENTITY_CHALLENGE")
public class ChallengeEntity extends OutgoingMessage {

  /** The longest validity of a code since it was first sent, however often it is sent again. */
  private static final Duration LONGEST = Duration.ofSeconds(600);

  @Enumerated(EnumType.STRING)
  @Column(name = "PURPOSE", length = 16, nullable = false)
  Purpose purpose;

  @Column(name = "USER_ID", length = 36)
  @Nullable String userId;

  @Column(name = "ASKED")
  @Nullable String identifier;

  @Column(name = "BROWSER", length = 36)
  @Nullable String browser;

  @Column(name = "BINDING", nullable = false)
  String binding;

  @Column(name = "KEY_ID", nullable = false)
  String keyId;

  @Enumerated(EnumType.STRING)
  @Column(name = "STATE", length = 16, nullable = false)
  State state;

  @Column(name = "CODE_LENGTH", nullable = false)
  int codeLength;

  @Column(name = "ATTEMPTS", nullable = false)
  int attempts;

  @Column(name = "MAX_ATTEMPTS", nullable = false)
  int maxAttempts;

  @Column(name = "FIRST_SENT_AT", nullable = false)
  long firstSentAt;

  @Column(name = "SENT_AT", nullable = false)
  long sentAt;

  /** When the code expires, or the proof once it is proven. */
  @Column(name = "EXPIRES_AT", nullable = false)
  long expiresAt;

  @Column(name = "SPENT_ON", length = 36)
  @Nullable String spentOn;

  /**
   * The number of the newest message: 1 is the first. It identifies a message together with the id.
   */
  @Column(name = "MESSAGE_NUMBER", nullable = false)
  int messageNumber;

  @Column(name = "HOST", nullable = false)
  String host;

  @Column(name = "APP_HASH", length = 11)
  @Nullable String appHash;

  @Column(name = "CLIENT")
  String client;

  @Column(name = "CONVERSION_GATEWAY")
  @Nullable String conversionGateway;

  @Column(name = "CONVERSION_ID")
  @Nullable String conversionId;

  /** The gateway that has accepted the newest message; null if none has, or an older node sent. */
  @Column(name = "ACCEPTED_BY")
  @Nullable String acceptedBy;

  protected ChallengeEntity() {}

  /**
   * The challenge as pages and responses may show it. Where the purpose does not disclose the
   * delivery, it is pending, and a failed one does not end the cooldown.
   *
   * @param shown the state that is shown
   * @param now the current time in epoch milliseconds
   */
  public Challenge view(State shown, Duration resendCooldown, long now) {
    boolean disclosed = purpose.revealsDelivery();
    return new Challenge(
        id,
        purpose,
        recipient(),
        userId,
        shown,
        codeLength,
        attemptsLeft(),
        until(expiresAt, now),
        disclosed && delivery.failed()
            ? Duration.ZERO
            : until(sentAt + resendCooldown.toMillis(), now),
        sentAt,
        disclosed ? delivery : Delivery.PENDING);
  }

  private static Duration until(long moment, long now) {
    return Duration.ofMillis(Math.max(0, moment - now));
  }

  /** When the code expires if it is sent again now. */
  long resentUntil(long now, Duration lifespan) {
    return Math.min(firstSentAt + LONGEST.toMillis(), now + lifespan.toMillis());
  }

  /** What the proof can be consumed for; never null. */
  public Purpose purpose() {
    return purpose;
  }

  /** The id of the user; null for a registration, and in a decoy. */
  public @Nullable String userId() {
    return userId;
  }

  /** The identifier that was typed to name the account; null if the purpose asks about none. */
  public @Nullable RequestedIdentifier identifier() {
    return identifier == null ? null : new RequestedIdentifier(identifier);
  }

  /** The id of the known browser that requested the code; null if the browser is not known. */
  public @Nullable String browser() {
    return browser;
  }

  /** The id of the realm's key from which the code is derived. */
  public String keyId() {
    return keyId;
  }

  /** The stored state, which does not say whether the challenge has expired. */
  public State state() {
    return state;
  }

  /** The number of digits of the code. */
  public int codeLength() {
    return codeLength;
  }

  /** The remaining guesses; never negative. */
  public int attemptsLeft() {
    return Math.max(0, maxAttempts - attempts);
  }

  /** When the code expires, or the proof once it is proven. */
  public long expiresAt() {
    return expiresAt;
  }

  /** The id of the user for whom the proof was consumed; null if it was not. */
  public @Nullable String spentOn() {
    return spentOn;
  }

  /** The number of the newest message. */
  public int messageNumber() {
    return messageNumber;
  }

  /** What the last line of a text binds the code to. */
  public TextOrigin textOrigin() {
    return new TextOrigin(host, appHash);
  }

  /** The client id of the app for which the code is sent; empty if an older version stored it. */
  public String client() {
    return client == null ? "" : client;
  }

  /** By which a gateway wants to be notified that the code was confirmed; empty if none does. */
  public Optional<Conversion> conversion() {
    return conversionGateway == null || conversionId == null
        ? Optional.empty()
        : Optional.of(new Conversion(conversionGateway, conversionId));
  }
}
