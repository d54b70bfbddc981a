package io.github.phoneidentity.policy;

/**
 * How a message is sent. The names are used in configurations, in the database and in the REST API.
 */
public enum Channel {
  sms,
  email
}
