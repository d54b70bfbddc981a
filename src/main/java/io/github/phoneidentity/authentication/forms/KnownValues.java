package io.github.phoneidentity.authentication.forms;

import io.github.phoneidentity.account.OpaqueUsername;
import io.github.phoneidentity.authentication.Invitation;
import io.github.phoneidentity.authentication.LoginHint;
import io.github.phoneidentity.policy.AuthNote;
import io.github.phoneidentity.policy.Channel;
import io.github.phoneidentity.policy.RealmPolicy;
import io.github.phoneidentity.verification.Recipient;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.FormContext;
import org.keycloak.authentication.forms.RegistrationPassword;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.UserModel;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ProviderConfigurationBuilder;

/** The known values with which Keycloak's registration form is prefilled. */
record KnownValues(FormContext context) {

  private static final String FORM = "form";

  /** The attribute that makes the page of this project's theme hide the username. */
  private static final String HIDDEN_USERNAME = "hiddenUsername";

  /** The attribute with the contacts that the page shows as proven. */
  private static final String PROVEN_CONTACTS = "provenContacts";

  /** The attribute that says whether one field for the password will do. */
  private static final String ONE_PASSWORD = "onePassword";

  static KnownValues of(FormContext context) {
    return new KnownValues(context);
  }

  static List<ProviderConfigProperty> configProperties() {
    return ProviderConfigurationBuilder.create()
        .property()
        .name(OpaqueUsername.CONFIG)
        .label("Username")
        .helpText(
            "The username: the one that is typed into the form, or a generated one that discloses"
                + " nothing about the user, for realms whose users register by phone alone.")
        .type(ProviderConfigProperty.LIST_TYPE)
        .options(FORM, OpaqueUsername.GENERATED)
        .defaultValue(FORM)
        .add()
        .build();
  }

  /**
   * Prefills the form, unless it is shown again with submitted values.
   *
   * @param proven the contacts that were proven before the form, which the page shows
   */
  void fill(LoginFormsProvider form, List<Recipient> proven) {
    String region = RealmPolicy.of(context.getRealm()).defaultRegion();
    form.setAttribute(
        PROVEN_CONTACTS, proven.stream().map(contact -> contact.readable(region)).toList());
    form.setAttribute(ONE_PASSWORD, isBeforePassword());
    LoginHint.of(context.getAuthenticationSession()).dropNumber();
    Optional<String> username = generatedUsername();
    username.ifPresent(name -> form.setAttribute(HIDDEN_USERNAME, name));
    MultivaluedMap<String, String> known = new MultivaluedHashMap<>();
    username.ifPresent(name -> known.add(UserModel.USERNAME, name));
    new Invitation(context.getSession(), context.getAuthenticationSession())
        .email()
        .or(
            () ->
                proven.stream()
                    .filter(contact -> contact.channel() == Channel.email)
                    .map(Recipient::address)
                    .findFirst())
        .ifPresent(email -> known.add(UserModel.EMAIL, email));
    if (!known.isEmpty() && !isPosted()) {
      form.setFormData(known);
    }
  }

  /**
   * The generated username of this authentication session; empty if the realm does not generate it.
   */
  Optional<String> generatedUsername() {
    if (!OpaqueUsername.isWanted(context.getRealm())) {
      return Optional.empty();
    }
    AuthNote note = AuthNote.OfExecution.USERNAME.of(context.getExecution().getId());
    if (!note.isSet(context.getAuthenticationSession())) {
      note.set(context.getAuthenticationSession(), OpaqueUsername.next());
    }
    return note.get(context.getAuthenticationSession());
  }

  /**
   * Whether this action stands before Keycloak's for the password, and can repeat the password for
   * it.
   */
  private boolean isBeforePassword() {
    return context
        .getRealm()
        .getAuthenticationExecutionsStream(context.getExecution().getParentFlow())
        .dropWhile(step -> !step.getId().equals(context.getExecution().getId()))
        .anyMatch(step -> RegistrationPassword.PROVIDER_ID.equals(step.getAuthenticator()));
  }

  /** Whether this form was posted, and not the page of an earlier execution. */
  private boolean isPosted() {
    String form =
        context
            .getRealm()
            .getAuthenticationExecutionByFlowId(context.getExecution().getParentFlow())
            .getId();
    return context.getHttpRequest().getHttpMethod().equals(HttpMethod.POST)
        && form.equals(context.getUriInfo().getQueryParameters().getFirst(Constants.EXECUTION));
  }
}
