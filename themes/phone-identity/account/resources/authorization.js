// Authorization requests in the name of the account console, whose own tokens no other script can read.
const environment = JSON.parse(document.getElementById("environment").textContent);

/** The address of the realm, without a slash at the end. */
export const realm = `${environment.serverBaseUrl}/realms/${encodeURIComponent(environment.realm)}`;

/** The address of the console. */
export const consoleUrl = new URL(environment.baseUrl, location.origin).href;

/** The address of the console's messages in the language of the page. */
export const messages =
  `${environment.serverBaseUrl}/resources/${encodeURIComponent(environment.realm)}/account/${environment.locale}`;

export const clientId = environment.clientId;

export function base64Url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

export function random() {
  return base64Url(crypto.getRandomValues(new Uint8Array(32)));
}

/**
 * The address of an authorization request that comes back to the console. Without a challenge of the caller's its code
 * cannot be redeemed. By the state the console sees that the parameters of the way back are not part of its address.
 */
export function authorization(parameters) {
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: consoleUrl,
    response_type: "code",
    scope: "openid",
    state: random(),
    code_challenge: random(),
    code_challenge_method: "S256",
    ...parameters,
  });
  return `${realm}/protocol/openid-connect/auth?${query}`;
}

/** The address of the change of the number. */
export const changePhone = () => authorization({ kc_action: "UPDATE_PHONE" });
