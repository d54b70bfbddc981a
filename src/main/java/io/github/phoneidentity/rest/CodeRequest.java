package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.FieldError;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.rest.RequestBodies.VerificationRequest;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.Recipient;
import java.util.List;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;

/** What {@code POST /verifications} requests: the purpose and the recipient of a code. */
record CodeRequest(Purpose purpose, Recipient recipient) {

  static CodeRequest read(ApiRequest request) {
    VerificationRequest body = request.body(VerificationRequest.class);
    if ((body.phone() == null) == (body.email() == null)) {
      throw Problem.invalidRequest("phoneOrEmail");
    }
    return new CodeRequest(
        body.purpose(),
        body.phone() == null ? email(body.email()) : phone(request.realm(), body.phone()));
  }

  private static Recipient phone(RealmModel realm, String typed) {
    return PhoneNumberParser.parse(typed, RealmPolicy.of(realm).defaultRegion())
        .map(Recipient::of)
        .orElseThrow(() -> Problem.of(ErrorCode.INVALID_PHONE, "error.invalidPhone"));
  }

  private static Recipient email(String typed) {
    if (!Recipient.isEmail(typed.strip())) {
      throw Problem.invalid(
          List.of(new FieldError(UserModel.EMAIL, Messages.INVALID_EMAIL, List.of())));
    }
    return Recipient.ofEmail(typed.strip());
  }
}
