/**
 * The rules of verification codes: asking for one, sending it, counting guesses, and the proof that
 * the right answer becomes. It knows neither pages nor HTTP.
 */
package io.github.phoneidentity.verification;
