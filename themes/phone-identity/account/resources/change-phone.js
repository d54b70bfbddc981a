// The menu item "Change phone number" of the account console: sends the browser to the action
// UPDATE_PHONE and comes back to the console. The console asks for tokens of its own afterwards, so
// the code of this login is never redeemed, and its PKCE challenge needs no verifier. By the state the
// console sees that the parameters of the way back are not part of its address.
import { useEffect } from "react";

function random() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

function action() {
  const { serverBaseUrl, realm, clientId, baseUrl } = JSON.parse(
    document.getElementById("environment").textContent,
  );
  const address = new URL(
    `${serverBaseUrl}/realms/${encodeURIComponent(realm)}/protocol/openid-connect/auth`,
  );
  address.search = new URLSearchParams({
    client_id: clientId,
    redirect_uri: new URL(baseUrl, location.origin).href,
    response_type: "code",
    scope: "openid",
    state: random(),
    code_challenge: random(),
    code_challenge_method: "S256",
    kc_action: "UPDATE_PHONE",
  });
  return address.href;
}

export default function ChangePhone() {
  useEffect(() => location.replace(action()), []);
  return null;
}
