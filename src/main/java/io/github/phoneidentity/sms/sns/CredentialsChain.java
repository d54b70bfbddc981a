package io.github.phoneidentity.sms.sns;

import io.github.phoneidentity.sms.client.OutgoingProxies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The credentials of the first source that has some, kept until shortly before they expire.
 *
 * <p>The sources are those of <a
 * href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html">the
 * AWS SDK's default chain</a>, in its order.
 */
final class CredentialsChain {

  /**
   * The maximum duration of {@link #get}: five requests, which are one of web identity, one of a
   * container and three of an instance.
   */
  static final Duration LONGEST = CredentialsClient.TIMEOUT.multipliedBy(5);

  /** Temporary credentials are renewed this long before they expire. */
  private static final Duration AHEAD = Duration.ofMinutes(5);

  /** Credentials that do not expire are read again after it, since they may be replaced. */
  private static final Duration REREAD = Duration.ofMinutes(1);

  /** The sources are not asked again sooner than this. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final List<CredentialsSource> sources;
  private final Supplier<Instant> clock;
  private final ReentrantLock renewal = new ReentrantLock();
  private Instant nextRefusal = Instant.MIN;
  private volatile Cached cached = new Cached(Optional.empty(), Instant.MIN);

  CredentialsChain(List<CredentialsSource> sources, Supplier<Instant> clock) {
    this.sources = sources;
    this.clock = clock;
  }

  /** The default chain of this process. */
  static CredentialsChain ofProcess(
      AwsEnvironment environment, String region, Supplier<Instant> clock) {
    // This one first: what the server's proxies need of the JDK is read with its first client.
    CredentialsClient distant = new CredentialsClient(OutgoingProxies.ofServer());
    // What lends credentials to a machine is on the machine or beside it, behind no proxy.
    CredentialsClient near = new CredentialsClient(OutgoingProxies.NONE);
    return new CredentialsChain(
        List.of(
            StaticCredentials.ofProperties(environment),
            StaticCredentials.ofVariables(environment),
            new WebIdentityCredentials(environment, distant, region),
            new CredentialsFile(environment),
            new ContainerCredentials(environment, near),
            new InstanceCredentials(environment, near)),
        clock);
  }

  /** The credentials; empty if no source has any. */
  Optional<AwsCredentials> get() {
    Cached now = cached;
    if (clock.get().isBefore(now.renewal())) {
      return now.usable(clock.get());
    }
    // One thread renews. The others go on with credentials that are still in force.
    if (now.usable(clock.get()).isEmpty()) {
      renewal.lock();
    } else if (!renewal.tryLock()) {
      return now.credentials();
    }
    try {
      if (!clock.get().isBefore(cached.renewal())) {
        cached = renewed(cached);
      }
      return cached.usable(clock.get());
    } finally {
      renewal.unlock();
    }
  }

  /** Lets credentials that AWS has refused be read anew. */
  void refused(AwsCredentials credentials) {
    // Whoever holds the lock is reading them.
    if (!renewal.tryLock()) {
      return;
    }
    try {
      Instant now = clock.get();
      // The same wrong key may come back: it is not read again for each text.
      if (cached.credentials().filter(credentials::equals).isPresent()
          && !now.isBefore(nextRefusal)) {
        cached = new Cached(Optional.empty(), now);
        nextRefusal = now.plus(PAUSE);
      }
    } finally {
      renewal.unlock();
    }
  }

  private Cached renewed(Cached former) {
    Optional<AwsCredentials> found =
        sources.stream().map(CredentialsSource::read).flatMap(Optional::stream).findFirst();
    Instant pause = clock.get().plus(PAUSE);
    if (found.isEmpty()) {
      return new Cached(former.usable(clock.get()), pause);
    }
    Instant due =
        found
            .get()
            .expiration()
            .map(end -> end.minus(AHEAD))
            .orElseGet(() -> clock.get().plus(REREAD));
    return new Cached(found, due.isBefore(pause) ? pause : due);
  }

  /**
   * What was read last.
   *
   * @param renewal the time at which the sources are asked again
   */
  private record Cached(Optional<AwsCredentials> credentials, Instant renewal) {

    Optional<AwsCredentials> usable(Instant now) {
      return credentials.filter(found -> found.expiration().map(now::isBefore).orElse(true));
    }
  }
}
