/**
 * The rules of verification codes: issuing and sending them, counting guesses, and the proof that
 * the right code makes of a challenge. The package depends on neither pages nor HTTP.
 */
@NullMarked
package io.github.phoneidentity.verification;

import org.jspecify.annotations.NullMarked;
