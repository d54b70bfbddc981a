package io.github.phoneidentity.policy;

/**
 * The provider ids of executions and event listeners: those of this extension, which are part of
 * its public contract, and those of Keycloak that its rules refer to. Keycloak stores them in a
 * column of 36 characters.
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

  /** The id of the event listener. */
  public static final String RABBITMQ = "rabbitmq";

  /** Keycloak's executions follow. */
  public static final String REGISTRATION_PAGE_FORM = "registration-page-form";

  public static final String REGISTRATION_USER_CREATION = "registration-user-creation";
  public static final String REGISTRATION_PASSWORD = "registration-password-action";
  public static final String REGISTRATION_TERMS = "registration-terms-and-conditions";
  public static final String RESET_CREDENTIAL_EMAIL = "reset-credential-email";
  public static final String DENY_ACCESS = "deny-access-authenticator";

  private ProviderIds() {}
}
