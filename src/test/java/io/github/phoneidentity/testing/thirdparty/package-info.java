/** A provider of somebody else, which the test servers hold beside this project's. */
package io.github.phoneidentity.testing.thirdparty;
