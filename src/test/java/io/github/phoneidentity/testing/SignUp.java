package io.github.phoneidentity.testing;

import java.net.URI;

/** Somebody who signs up. */
public final class SignUp extends Journey<SignUp> {

  private SignUp(TestRealm realm, Browser browser) {
    super(realm, realm.login().with("prompt", "create"), browser);
  }

  /** Opens the first page of the sign-up. */
  public static SignUp begin(TestRealm realm, Browser browser) {
    return new SignUp(realm, browser);
  }

  public static SignUp begin(TestRealm realm) {
    return begin(realm, new Browser());
  }

  /** Follows the link of an invitation to an organization. */
  public static SignUp invited(TestRealm realm, Browser browser, URI link) {
    return begin(realm, browser).goTo(browser.open(link));
  }

  @Override
  SignUp self() {
    return this;
  }

  /** Types a phone number as people write it and asks for the code. */
  public SignUp phone(String typed) {
    return type("phone", typed);
  }

  /** Proves a number: types it, reads the text, types the code. */
  public SignUp prove(String phone) {
    int texts = realm().inbox().countFor(phone);
    return phone(phone).codeFrom(phone, texts + 1);
  }

  /** Types an e-mail address and asks for the code. */
  public SignUp email(String typed) {
    return type("email", typed);
  }

  /** Proves an e-mail address: types it, reads the mail, types the code. */
  public SignUp proveEmail(String address) {
    int mails = realm().mail().mailsTo(address).size();
    return email(address).code(realm().mail().awaitMail(address, mails + 1).code());
  }

  /** Whether the contact is proven: then the form comes next. */
  public boolean asksForName() {
    return page().has("input[name=username]");
  }

  /** Fills in the form and sends it. */
  public SignUp fill(TestUser user) {
    return send(page().form().fill(user));
  }
}
