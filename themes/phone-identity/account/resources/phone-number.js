// Personal info: beside the phone number a check mark, if the user has proven it, and a link that changes it. The console
// lets a theme draw no field of this page, so that both are added to what it has drawn.
import { authorization, base64Url, changePhone, clientId, consoleUrl, messages, random, realm } from "./authorization.js";

/** The texts of the console in the language of the page, by key. */
async function texts() {
  const answer = await fetch(messages);
  return new Map((await answer.json()).map(({ key, value }) => [key, value]));
}

/**
 * The number that the user has proven, by the claims of scope "phone"; undefined without one, and where the console may
 * not have the scope. The two attributes of a proof are no part of the user's profile.
 */
async function provenNumber() {
  const verifier = random();
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const redirected = await fetch(
    authorization({
      prompt: "none",
      scope: "openid phone",
      response_mode: "query",
      code_challenge: base64Url(new Uint8Array(digest)),
    }),
  );
  const code = new URL(redirected.url).searchParams.get("code");
  if (!code) {
    return undefined;
  }
  const answer = await fetch(`${realm}/protocol/openid-connect/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: clientId,
      redirect_uri: consoleUrl,
      code,
      code_verifier: verifier,
    }),
  });
  const { id_token: token } = await answer.json();
  const claims = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")));
  return claims.phone_number_verified ? claims.phone_number : undefined;
}

let loaded;
/** The texts and the number, which are asked for once. */
const load = () => (loaded ??= Promise.all([texts(), provenNumber().catch(() => undefined)]));

function mark(text) {
  const confirmed = document.createElement("span");
  const tick = document.createElement("span");
  tick.ariaHidden = "true";
  tick.textContent = "\u2713 ";
  confirmed.id = "phone-identity-confirmed";
  confirmed.append(tick, text);
  return confirmed;
}

function link(text, label) {
  const change = document.createElement("a");
  change.id = "phone-identity-change";
  change.href = changePhone();
  change.textContent = text;
  change.ariaLabel = label;
  return change;
}

async function add(field) {
  const beside = document.createElement("div");
  beside.className = "phone-identity-beside";
  field.closest(".pf-v5-c-form__group-control").append(beside);
  const [text, proven] = await load();
  if (proven && proven === field.value) {
    beside.append(mark(text.get("phoneIdentity.account.confirmed")));
  }
  beside.append(link(text.get("phoneIdentity.account.change"), text.get("phoneIdentity.account.changePhone")));
}

function look() {
  const field = document.getElementById("phoneNumber");
  if (field?.disabled && !field.dataset.phoneIdentity) {
    field.dataset.phoneIdentity = "added";
    add(field);
  }
}

new MutationObserver(look).observe(document.getElementById("app"), { childList: true, subtree: true });
