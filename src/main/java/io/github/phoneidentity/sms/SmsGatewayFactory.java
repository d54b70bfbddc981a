package io.github.phoneidentity.sms;

import org.keycloak.provider.ProviderFactory;

/** Makes {@link SmsGateway}s; found by the service file of this interface's name. */
public interface SmsGatewayFactory extends ProviderFactory<SmsGateway> {}
