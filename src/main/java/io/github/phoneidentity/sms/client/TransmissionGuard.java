package io.github.phoneidentity.sms.client;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether the client has started to send the body of a request, and can prevent it. A request
 * whose body was not started has not handed over a text.
 */
final class TransmissionGuard {

  private enum State {
    PENDING,
    STARTED,
    PREVENTED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.PENDING);
  private final BodyPublisher publisher;

  TransmissionGuard(byte @Nullable [] body) {
    if (body == null) {
      // The text is in the head of the request, whose transmission cannot be observed.
      state.set(State.STARTED);
      publisher = BodyPublishers.noBody();
    } else {
      publisher = new Watched(BodyPublishers.ofByteArray(body));
    }
  }

  BodyPublisher publisher() {
    return publisher;
  }

  /** Prevents the body from being sent; false if it was started before. */
  boolean prevent() {
    return state.compareAndSet(State.PENDING, State.PREVENTED) || state.get() == State.PREVENTED;
  }

  private final class Watched implements BodyPublisher {

    private final BodyPublisher body;

    Watched(BodyPublisher body) {
      this.body = body;
    }

    @Override
    public long contentLength() {
      return body.contentLength();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
      if (state.compareAndSet(State.PENDING, State.STARTED) || state.get() == State.STARTED) {
        body.subscribe(subscriber);
      } else {
        subscriber.onSubscribe(new Nothing());
        subscriber.onError(new IOException("The request was given up"));
      }
    }
  }

  private static final class Nothing implements Flow.Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}
