package io.github.phoneidentity.sms.http;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Knows whether the client began to send the body of a request, and can forbid it. A request whose
 * body was never begun carried no text.
 */
final class TransmissionGuard {

  private enum State {
    PENDING,
    BEGUN,
    REFUSED
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.PENDING);
  private final BodyPublisher publisher;

  TransmissionGuard(byte[] body) {
    if (body == null) {
      // What matters is in the head of the request, whose sending cannot be watched.
      state.set(State.BEGUN);
      publisher = BodyPublishers.noBody();
    } else {
      publisher = new Watched(BodyPublishers.ofByteArray(body));
    }
  }

  BodyPublisher publisher() {
    return publisher;
  }

  /** Forbids the body to be sent from now on; false if it was begun before. */
  boolean refuse() {
    return state.compareAndSet(State.PENDING, State.REFUSED) || state.get() == State.REFUSED;
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
      if (state.compareAndSet(State.PENDING, State.BEGUN) || state.get() == State.BEGUN) {
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
