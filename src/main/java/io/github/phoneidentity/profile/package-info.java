/** EDGE: user-profile validators, which say early and kindly what the ledger would refuse. */
package io.github.phoneidentity.profile;
