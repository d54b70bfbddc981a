/** Makes {@code docs/reference.md} from the code, and fails the build when the two differ. */
package io.github.phoneidentity.reference;
