package io.github.phoneidentity.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.restassured.response.Response;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.Map;
import net.minidev.json.JSONObject;

/**
 * Tokens of {@code demo-app}, accepted by a standard OpenID Connect library.
 *
 * @param idClaims the claims of the ID token
 * @param accessClaims the claims of the access token
 */
public record Tokens(
    String accessToken,
    String refreshToken,
    Map<String, Object> idClaims,
    Map<String, Object> accessClaims) {

  /**
   * How long a busy server may take to give its keys, in milliseconds; the library gives half a
   * second.
   */
  private static final int PATIENCE = 10_000;

  /**
   * Checks issuer, audience, signature, times and nonce (OpenID Connect Core, section 3.1.3.7).
   *
   * @param nonce null if none was sent
   */
  static Tokens validated(URI issuer, Nonce nonce, Response response) {
    if (response.statusCode() != 200) {
      throw new AssertionError("No tokens: " + response.statusCode() + " " + response.asString());
    }
    try {
      OIDCTokenResponse tokens = OIDCTokenResponse.parse(new JSONObject(response.as(Map.class)));
      JWT idToken = tokens.getOIDCTokens().getIDToken();
      IDTokenClaimsSet claims =
          new IDTokenValidator(
                  new Issuer(issuer.toString()),
                  new ClientID(AppLogin.CLIENT),
                  JWSAlgorithm.RS256,
                  URI.create(issuer + "/protocol/openid-connect/certs").toURL(),
                  new DefaultResourceRetriever(PATIENCE, PATIENCE))
              .validate(idToken, nonce);
      String access = tokens.getOIDCTokens().getAccessToken().getValue();
      return new Tokens(
          access,
          tokens.getOIDCTokens().getRefreshToken().getValue(),
          claims.toJSONObject(),
          JWTParser.parse(access).getJWTClaimsSet().toJSONObject());
    } catch (ParseException
        | BadJOSEException
        | JOSEException
        | MalformedURLException
        | java.text.ParseException e) {
      throw new AssertionError("The tokens do not pass OpenID Connect validation", e);
    }
  }

  /** Validates the answer to a password grant. */
  public static Tokens of(TestRealm realm, Response response) {
    return validated(realm.url(), null, response);
  }
}
