/** EDGE: executions of logins through an identity provider. */
package io.github.phoneidentity.authentication.broker;
