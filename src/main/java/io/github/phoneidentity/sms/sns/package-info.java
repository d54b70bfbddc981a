/** The gateway {@code sns}: Publish of Amazon SNS, signed with the server's AWS credentials. */
package io.github.phoneidentity.sms.sns;
