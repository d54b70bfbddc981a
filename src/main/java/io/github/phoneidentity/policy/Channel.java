package io.github.phoneidentity.policy;

/**
 * How a verification code travels; the names stand in configurations, in the database and in the
 * REST API.
 */
public enum Channel {
  sms,
  email
}
