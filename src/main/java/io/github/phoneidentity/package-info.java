/**
 * Makes a phone number a proven, unique, first-class identity of a Keycloak realm.
 *
 * <p>Data flows one way. The domain: {@code phone} (what a number is), {@code policy} (what a realm
 * allows), {@code limit} (how often), {@code sms} (how a text is sent), {@code outbox} (what is
 * delivered after a commit), {@code identity} (who owns what), {@code credential} (the second
 * factor), {@code verification} (who has proven what), {@code account} (the rules that every
 * entrance obeys). The edges, which meet users and Keycloak: {@code authentication}, {@code
 * profile}, {@code rest}, {@code events}, {@code server}. Below the domain, {@code jpa} reports the
 * changes of Keycloak's entities.
 *
 * <ul>
 *   <li>authentication → account, verification, credential, identity, outbox, limit, policy, phone
 *   <li>profile → identity, policy, phone
 *   <li>rest → account, verification, identity, outbox, limit, policy, phone
 *   <li>events → identity, outbox, jpa, policy
 *   <li>server → events, account, verification, identity, outbox, limit, policy
 *   <li>account → verification, credential, identity, limit, jpa, policy, phone
 *   <li>verification → outbox, sms, limit, policy, phone
 *   <li>credential → identity, policy, phone
 *   <li>identity → jpa, policy, phone
 *   <li>limit → policy
 *   <li>sms → phone
 *   <li>policy → phone
 * </ul>
 *
 * <p>The domain never imports an edge, and the edges never import each other, except that {@code
 * server} registers the tables of {@code events}.
 */
package io.github.phoneidentity;
