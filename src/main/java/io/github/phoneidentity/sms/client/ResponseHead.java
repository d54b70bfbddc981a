package io.github.phoneidentity.sms.client;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * Collects the status and the first bytes of a response as they arrive, so that they are known even
 * if the rest never arrives.
 */
final class ResponseHead implements BodyHandler<Void> {

  private static final int NONE = 0;

  private final int mostRead;
  private int status = NONE;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  ResponseHead(int mostRead) {
    this.mostRead = mostRead;
  }

  /** The part of the response that has arrived; empty before the status. */
  synchronized Optional<HttpOutcome> read() {
    return status == NONE
        ? Optional.empty()
        : Optional.of(new HttpOutcome.Answered(status, bytes.toString(StandardCharsets.UTF_8)));
  }

  @Override
  public synchronized BodySubscriber<Void> apply(ResponseInfo info) {
    status = info.statusCode();
    return new Subscriber();
  }

  /** Collects bytes up to the maximum; false if it is reached. */
  private synchronized boolean keep(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      byte[] kept = new byte[Math.min(buffer.remaining(), mostRead - bytes.size())];
      buffer.get(kept);
      bytes.writeBytes(kept);
    }
    return bytes.size() < mostRead;
  }

  private final class Subscriber implements BodySubscriber<Void> {

    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private Flow.Subscription subscription;

    @Override
    public CompletionStage<Void> getBody() {
      return end;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      subscription.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      if (keep(buffers)) {
        subscription.request(1);
      } else {
        subscription.cancel();
        end.complete(null);
      }
    }

    @Override
    public void onError(Throwable cause) {
      end.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {
      end.complete(null);
    }
  }
}
