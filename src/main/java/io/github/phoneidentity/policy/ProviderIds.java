package io.github.phoneidentity.policy;

/**
 * The provider ids of this extension, which are part of its public contract, and those of Keycloak
 * that its rules refer to. A gateway states its own id, so that no other class knows it. Keycloak
 * stores the ids of executions in a column of 36 characters.
 */
public final class ProviderIds {

  public static final String REGISTRATION_VERIFY_CONTACT = "registration-verify-contact";
  public static final String REGISTRATION_CONTACT_ACTION = "registration-contact-action";
  public static final String IDENTIFIER_PASSWORD_FORM = "identifier-password-form";
  public static final String IDENTIFIER_FORM = "identifier-form";
  public static final String SMS_CODE_FORM = "sms-code-form";
  public static final String SMS_OTP_FORM = "sms-otp-form";
  public static final String RESET_CHOOSE_USER = "reset-choose-user-by-identifier";
  public static final String RESET_CREDENTIAL_SMS = "reset-credential-sms";
  public static final String DIRECT_GRANT_IDENTIFIER = "direct-grant-validate-identifier";
  public static final String DIRECT_GRANT_SMS_CODE = "direct-grant-validate-sms-code";

  /** The required action whose config is the realm's policy. */
  public static final String VERIFY_PHONE = "VERIFY_PHONE";

  public static final String UPDATE_PHONE = "UPDATE_PHONE";

  /** The required action that enrols a credential. */
  public static final String CONFIGURE_SMS_OTP = "CONFIGURE_SMS_OTP";

  public static final String SMS_OTP_CREDENTIAL = "phone-identity-sms-otp";
  public static final String PHONE_NUMBER_VALIDATOR = "phone-number";
  public static final String UNIQUE_IDENTIFIER_VALIDATOR = "unique-identifier";

  /** The event listener that a realm chooses. */
  public static final String RABBITMQ = "rabbitmq";

  // The global event listeners follow.
  public static final String COMPLETED_LOGIN = "phone-identity-completed-login";

  public static final String CREDENTIAL_EVENTS = "phone-identity-credentials";
  public static final String PASSWORD_RESET_NOTICE = "phone-identity-password-reset-notice";

  /**
   * The REST resources, of whose paths it is a part, the entity provider and the CIBA resolver;
   * also the name of the extension in events. It must never change: Liquibase's changelog table is
   * named after its first ten characters.
   */
  public static final String PHONE_IDENTITY = "phone-identity";

  // Keycloak's executions follow.
  public static final String USERNAME_FORM = "auth-username-form";

  public static final String REGISTRATION_PAGE_FORM = "registration-page-form";

  public static final String REGISTRATION_USER_CREATION = "registration-user-creation";
  public static final String REGISTRATION_PASSWORD = "registration-password-action";
  public static final String REGISTRATION_TERMS = "registration-terms-and-conditions";
  public static final String RESET_CREDENTIAL_EMAIL = "reset-credential-email";
  public static final String DENY_ACCESS = "deny-access-authenticator";

  private ProviderIds() {}
}
