/** The second factor that a user enrols: a number of the user's own, to which codes are sent. */
package io.github.phoneidentity.credential;
