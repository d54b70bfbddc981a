package io.github.phoneidentity.events.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeenMessagesTest {

  @Test
  void newestAreRemembered() {
    SeenMessages seen = new SeenMessages(2);
    seen.add("1");
    seen.add("2");
    seen.add("2");
    assertThat(seen.contains("1")).isTrue();

    seen.add("3");

    assertThat(seen.contains("1")).isFalse();
    assertThat(seen.contains("2")).isTrue();
    assertThat(seen.contains("3")).isTrue();
  }
}
