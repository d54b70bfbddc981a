/** The tables of challenges and notices, and their conditional updates. */
package io.github.phoneidentity.verification.jpa;
