/** The gateway {@code sns}: Publish of Amazon SNS, signed with the server's AWS credentials. */
@NullMarked
package io.github.phoneidentity.sms.sns;

import org.jspecify.annotations.NullMarked;
