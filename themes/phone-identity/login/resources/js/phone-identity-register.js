// The registration form: marks the rules of the password that are met, asks whether names are available, and keeps a form
// with a fault here, because the server would send it back without its password. The server checks all of it again.
const WAIT = 500;
const form = document.getElementById("kc-register-form");

/** How many UTF-16 units match: the server counts them, not code points. */
function count(password, kind) {
  return password.split("").filter((unit) => kind.test(unit)).length;
}

const counts = {
  length: (password) => password.length,
  maxLength: (password) => -password.length,
  lowerCase: (password) => count(password, /\p{Lowercase}/u),
  upperCase: (password) => count(password, /\p{Uppercase}/u),
  digits: (password) => count(password, /\p{Nd}/u),
  specialChars: (password) => count(password, /[^\p{L}\p{Nd}]/u),
};
const rules = document.querySelectorAll("#phone-identity-password-rules [data-rule]");
const password = document.getElementById("password");

function isMet(rule) {
  const wanted = Number(rule.dataset.value) * (rule.dataset.rule === "maxLength" ? -1 : 1);
  return password.value !== "" && counts[rule.dataset.rule](password.value) >= wanted;
}

password?.addEventListener("input", () => {
  for (const rule of rules) {
    rule.classList.toggle("phone-identity-met", isMet(rule));
  }
});

/** The address that tells a page of this authentication session what is available. */
function availability() {
  const action = new URL(form.action, location.href);
  const address = new URL(action.pathname.replace(/\/login-actions\/.*/, "/phone-identity/availability"), location.href);
  for (const name of ["client_id", "tab_id"]) {
    address.searchParams.set(name, action.searchParams.get(name));
  }
  return address;
}

async function check(field, text, signal) {
  const answer = await fetch(availability(), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ [field.name]: field.value }),
    signal,
  });
  if (!answer.ok) {
    return; // A rate limit, for example: the form says it when it is sent.
  }
  const found = (await answer.json())[field.name];
  const available = found.valid && found.available;
  text.textContent = available ? field.dataset.available : (field.dataset[found.reason] ?? "");
  text.classList.toggle("phone-identity-met", available);
}

for (const field of document.querySelectorAll("[data-availability]")) {
  const text = document.getElementById(field.dataset.availability);
  let timer;
  let request;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    request?.abort();
    text.textContent = "";
    text.classList.remove("phone-identity-met");
    if (field.value.trim() !== "") {
      request = new AbortController();
      const { signal } = request;
      timer = setTimeout(() => check(field, text, signal).catch(() => {}), WAIT);
    }
  });
}

/** What is wrong with a field, as far as this page knows; undefined if nothing is. */
function fault(field) {
  if (field.value.trim() === "") {
    return field.dataset.missing;
  }
  // Browsers know fewer addresses than the server.
  if (field.type === "email" && !/.@./.test(field.value)) {
    return field.dataset.mismatch;
  }
  if (field === password) {
    return [...rules].find((rule) => !isMet(rule))?.textContent;
  }
  const availability = document.getElementById(field.dataset.availability);
  return availability?.classList.contains("phone-identity-met") ? undefined : availability?.textContent || undefined;
}

/** Shows what is wrong with a field, or that nothing is. */
function show(field, text) {
  const error = document.getElementById("phone-identity-error").content.cloneNode(true);
  error.querySelector("span").textContent = text;
  document.getElementById(`input-error-container-${field.id}`).replaceChildren(...(text ? [error] : []));
  field.setAttribute("aria-invalid", String(Boolean(text)));
}

form.addEventListener("submit", (event) => {
  if (!password?.value) {
    return; // There is nothing to lose.
  }
  const fields = [...form.querySelectorAll("input[aria-describedby]:enabled")];
  const faults = new Map(fields.map((field) => [field, fault(field)]));
  faults.forEach((text, field) => show(field, text));
  const wrong = fields.find((field) => faults.get(field));
  if (wrong) {
    event.preventDefault();
    document.title = form.dataset.errorTitle;
    wrong.focus();
  }
});

// The first wrong field, also where the browser has its own idea of the focus after an error.
form.querySelector("[aria-invalid=true]")?.focus();

// A form that asks for nothing is sent at once, unless it tells an error.
if (form.dataset.continue !== undefined && !form.querySelector("input:not([type=hidden]), select, textarea, .g-recaptcha")) {
  form.requestSubmit();
}
