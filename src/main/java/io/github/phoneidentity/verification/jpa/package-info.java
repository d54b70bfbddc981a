/** The tables of challenges and notices, and their conditional updates. */
@NullMarked
package io.github.phoneidentity.verification.jpa;

import org.jspecify.annotations.NullMarked;
