/**
 * Makes a phone number a proven, unique, first-class identity of a Keycloak realm.
 *
 * <p>Data flows one way. The domain: {@code phone} (what a number is), {@code policy} (what a realm
 * allows), {@code limit} (how often), {@code sms} (how a text leaves), {@code identity} (who owns
 * what), {@code verification} (who has proven what). The edges, which meet people and Keycloak:
 * {@code authentication}, {@code profile}, {@code rest}, {@code events}, {@code server}. Below the
 * domain, {@code jpa} sees the changes of Keycloak's entities for whoever asks.
 *
 * <ul>
 *   <li>authentication, profile, rest → verification → sms, limit → policy, phone
 *   <li>authentication, profile, rest → identity → policy, phone
 *   <li>rest → account → verification, identity
 * </ul>
 *
 * <p>The domain never imports an edge, and the edges never import each other.
 */
package io.github.phoneidentity;
