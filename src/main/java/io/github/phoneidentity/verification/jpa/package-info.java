/** The table of challenges and its conditional updates. */
package io.github.phoneidentity.verification.jpa;
