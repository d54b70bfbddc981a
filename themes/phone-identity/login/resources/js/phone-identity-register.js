// The registration form: marks the rules of the password that are met, and asks whether names are available. The server
// checks both again.
const WAIT = 500;
const form = document.getElementById("kc-register-form");

const counts = {
  length: (password) => [...password].length,
  maxLength: (password) => -[...password].length,
  lowerCase: (password) => password.match(/\p{Ll}/gu)?.length ?? 0,
  upperCase: (password) => password.match(/\p{Lu}/gu)?.length ?? 0,
  digits: (password) => password.match(/\p{Nd}/gu)?.length ?? 0,
  specialChars: (password) => password.match(/[^\p{L}\p{Nd}]/gu)?.length ?? 0,
};
const rules = document.querySelectorAll("#phone-identity-password-rules [data-rule]");
const password = document.getElementById("password");
password?.addEventListener("input", () => {
  for (const rule of rules) {
    const wanted = Number(rule.dataset.value) * (rule.dataset.rule === "maxLength" ? -1 : 1);
    rule.classList.toggle("phone-identity-met", password.value !== "" && counts[rule.dataset.rule](password.value) >= wanted);
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

// The first wrong field, also where the browser has its own idea of the focus after an error.
form.querySelector("[aria-invalid=true]")?.focus();

// A form that asks for nothing is sent at once, unless it tells an error.
if (form.dataset.continue !== undefined && !form.querySelector("input:not([type=hidden]), select, textarea, .g-recaptcha")) {
  form.requestSubmit();
}
