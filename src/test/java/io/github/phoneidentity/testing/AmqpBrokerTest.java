package io.github.phoneidentity.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class AmqpBrokerTest {

  @Test
  void brokerPassesOnConfirmsAndCanBeCutOff() throws Exception {
    AmqpBroker broker = AmqpBroker.start();
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.uri("localhost"));
    factory.setAutomaticRecoveryEnabled(false);
    factory.setConnectionTimeout(500);
    factory.setHandshakeTimeout(500);
    try (AmqpInbox inbox = broker.inbox("acme.#")) {
      Channel channel = factory.newConnection().createChannel();
      channel.confirmSelect();
      channel.basicPublish(
          AmqpBroker.EXCHANGE,
          "acme.user.registered",
          null,
          "{\"subject\":\"1\",\"type\":\"io.github.phoneidentity.user.registered\"}"
              .getBytes(StandardCharsets.UTF_8));
      channel.waitForConfirmsOrDie(5000);
      assertThat(inbox.await("1", "user.registered").routingKey())
          .isEqualTo("acme.user.registered");

      broker.refuse();
      assertThatThrownBy(factory::newConnection).isInstanceOf(IOException.class);
      broker.restore();
      broker.fallSilent();
      assertThatThrownBy(factory::newConnection).isInstanceOf(TimeoutException.class);
      broker.restore();
      broker.dropPackets();
      assertThatThrownBy(factory::newConnection).isInstanceOf(SocketTimeoutException.class);
      broker.restore();
      factory.newConnection().close();
    } finally {
      broker.stop();
    }
  }
}
