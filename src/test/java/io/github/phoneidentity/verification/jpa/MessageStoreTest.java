package io.github.phoneidentity.verification.jpa;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phoneidentity.verification.jpa.MessageStore.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageStoreTest {

  private static final String UUID = "6f1b1c2e-0000-4000-8000-0123456789ab";

  @Test
  void messageIsFoundByItsId() {
    Message message = new Message(UUID, 12);

    assertThat(Message.of(message.id())).contains(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        UUID,
        UUID + "-",
        UUID + "-0",
        UUID + "-9999999999",
        UUID + "-1 ",
        "x" + UUID + "-1",
        "'; drop table realm; --",
      })
  void anyOtherIdIsOfNoMessage(String id) {
    assertThat(Message.of(id)).isEmpty();
  }
}
