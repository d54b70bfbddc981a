package io.github.phoneidentity.rest;

import io.github.phoneidentity.account.FieldError;
import io.github.phoneidentity.phone.PhoneNumberParser;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.Purpose;
import io.github.phoneidentity.verification.Recipient;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.messages.Messages;
import org.keycloak.services.validation.Validation;

/** The body of {@code POST /verifications}: the purpose and the recipient of a code. */
record CodeRequest(Purpose purpose, Recipient recipient) {

  static CodeRequest read(ApiRequest request) {
    JsonBody body = request.body();
    Purpose purpose = purpose(body.text("purpose"));
    Optional<String> phone = body.optionalText("phone");
    Optional<String> email = body.optionalText("email");
    body.rejectUnread();
    if (phone.isPresent() == email.isPresent()) {
      throw Problem.invalidRequest("phoneOrEmail");
    }
    return new CodeRequest(
        purpose,
        phone
            .map(typed -> phone(request.realm(), typed))
            .orElseGet(() -> email(email.orElseThrow())));
  }

  /** The purposes of the API; the others belong to Keycloak's logins and required actions. */
  private static Purpose purpose(String id) {
    return Stream.of(Purpose.REGISTRATION, Purpose.PASSWORD_RESET)
        .filter(purpose -> purpose.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.invalidRequest("unknownPurpose", "registration, password-reset")
                    .with("field", "purpose"));
  }

  private static Recipient phone(RealmModel realm, String typed) {
    return PhoneNumberParser.parse(typed, RealmPolicy.of(realm).defaultRegion())
        .map(Recipient::of)
        .orElseThrow(() -> Problem.of(ErrorCode.INVALID_PHONE, "error.invalidPhone"));
  }

  private static Recipient email(String typed) {
    if (!Validation.isEmailValid(typed.strip())) {
      throw Problem.invalid(
          List.of(new FieldError(UserModel.EMAIL, Messages.INVALID_EMAIL, List.of())));
    }
    return Recipient.ofEmail(typed.strip());
  }
}
