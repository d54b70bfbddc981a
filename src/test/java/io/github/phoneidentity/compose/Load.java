package io.github.phoneidentity.compose;

import io.github.phoneidentity.testing.TestRealm;
import io.github.phoneidentity.testing.TestUser;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Requests one after the other, of several kinds at once: some that may be repeated, and password
 * grants, which may not.
 */
final class Load implements AutoCloseable {

  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger posts = new AtomicInteger();
  private final AtomicInteger failedPosts = new AtomicInteger();
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private volatile boolean ended;

  private Load() {}

  static Load on(TestRealm realm, TestUser user) {
    Load load = new Load();
    load.repeat(() -> realm.request().get("/.well-known/openid-configuration"));
    load.repeat(() -> realm.request().get("/protocol/openid-connect/certs"));
    load.repeat(
        () ->
            realm
                .request()
                .queryParams(
                    Map.of(
                        "client_id", "demo-app",
                        "response_type", "code",
                        "redirect_uri", "http://localhost:3000/callback",
                        "scope", "openid",
                        "code_challenge_method", "S256",
                        "code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"))
                .get("/protocol/openid-connect/auth"));
    load.threads.execute(
        () -> {
          while (!load.ended) {
            load.posts.incrementAndGet();
            Response answer = realm.passwordGrant(user.username(), user.password());
            if (answer.statusCode() >= 500) {
              load.failedPosts.incrementAndGet();
            }
          }
        });
    return load;
  }

  private void repeat(Supplier<Response> request) {
    threads.execute(
        () -> {
          while (!ended) {
            try {
              int status = request.get().statusCode();
              answers.incrementAndGet();
              if (status != 200) {
                failures.add("status " + status);
              }
            } catch (RuntimeException e) {
              failures.add(e.toString());
            }
          }
        });
  }

  /** No more requests; returns when the last ones are answered. */
  void end() {
    ended = true;
    threads.shutdown();
    try {
      if (!threads.awaitTermination(70, TimeUnit.SECONDS)) {
        failures.add("a request without an answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many requests that may be repeated were answered. */
  int answers() {
    return answers.get();
  }

  /** Those that were answered by an error, or not at all. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public String toString() {
    return answers
        + " answers, "
        + failures.size()
        + " failures; of "
        + posts
        + " password grants "
        + failedPosts
        + " failed";
  }

  @Override
  public void close() {
    end();
  }
}
