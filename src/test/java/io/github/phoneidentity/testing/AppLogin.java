package io.github.phoneidentity.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import io.restassured.response.Response;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code demo-app} on its way through the authorization code flow with PKCE. */
public final class AppLogin {

  /** The app's client id. */
  public static final String CLIENT = "demo-app";

  /** Where {@code demo-app} gets its code. */
  public static final String CALLBACK = "http://localhost:3000/callback";

  private final TestRealm realm;
  private final CodeVerifier verifier = new CodeVerifier();
  private final State state = new State();
  private final Nonce nonce = new Nonce();
  private final Map<String, String> parameters = new LinkedHashMap<>();

  AppLogin(TestRealm realm) {
    this.realm = realm;
    parameters.put("client_id", CLIENT);
    parameters.put("response_type", "code");
    parameters.put("scope", "openid");
    parameters.put("redirect_uri", CALLBACK);
    parameters.put("state", state.getValue());
    parameters.put("nonce", nonce.getValue());
    parameters.put("code_challenge_method", "S256");
    parameters.put(
        "code_challenge", CodeChallenge.compute(CodeChallengeMethod.S256, verifier).getValue());
  }

  /** Adds a parameter, such as {@code prompt=create} or {@code kc_action=UPDATE_PHONE}. */
  public AppLogin with(String parameter, String value) {
    parameters.put(parameter, value);
    return this;
  }

  /** The address that the app sends its user to. */
  public URI address() {
    return URI.create(
        realm.url()
            + "/protocol/openid-connect/auth?"
            + parameters.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encode(entry.getValue()))
                .collect(Collectors.joining("&")));
  }

  /** Opens it in this browser. */
  public Page start(Browser browser) {
    return browser.open(address());
  }

  /** Whether this page sends the user back to the app. */
  public static boolean isBackAtApp(Page page) {
    return page.isRedirect() && page.location().toString().startsWith(CALLBACK);
  }

  /** Exchanges the code of the redirect for tokens, which a standard library has validated. */
  public Tokens finish(Page redirect) {
    Map<String, String> callback = redirect.callback();
    assertThat(callback).containsEntry("state", state.getValue()).containsKey("code");
    Response response =
        realm
            .request()
            .formParam("grant_type", "authorization_code")
            .formParam("client_id", CLIENT)
            .formParam("redirect_uri", CALLBACK)
            .formParam("code", callback.get("code"))
            .formParam("code_verifier", verifier.getValue())
            .post("/protocol/openid-connect/token");
    return Tokens.validated(realm.url(), nonce, response);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
