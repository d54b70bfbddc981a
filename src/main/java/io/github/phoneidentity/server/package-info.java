/**
 * What hangs on the server and not on a request: the tables and the work that is done by the clock.
 */
package io.github.phoneidentity.server;
