// The page for a code: reads the code from a text message or a pasted text, submits it once, and counts down. Everything
// here also works without this script, by typing, submitting and loading the page again.
const TICK = 1000;
const UNANSWERED = 10_000;
const form = document.getElementById("phone-identity-code-form");
const field = document.getElementById("code");
const status = document.getElementById("phone-identity-status");
const loaded = Date.now();
const abort = new AbortController();

/** The first run of exactly as many digits as the code has; single spaces, hyphens and dots may separate them. */
function codeIn(text) {
  const length = Number(field.dataset.length);
  const runs = text.normalize("NFKC").match(/\d(?:[ \t.\-\u2010-\u2015\u2212]?\d)*/g) ?? [];
  return runs.map((run) => run.replace(/\D/g, "")).find((run) => run.length === length);
}

/** Puts the code into the field, and submits it if the page has not submitted by itself before. */
function fill(text) {
  const code = codeIn(text);
  if (!code) {
    return;
  }
  field.value = code;
  if (field.dataset.autoSubmit === "true") {
    field.dataset.autoSubmit = "false";
    form.requestSubmit();
  }
}

function announce(text) {
  status.textContent = text;
}

/** Shows the time that is left in an element, and does something at its end. */
function countDown(element, atEnd) {
  const end = loaded + Number(element.dataset.seconds) * 1000;
  const show = () => {
    const left = Math.ceil((end - Date.now()) / 1000);
    if (left > 0) {
      const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      element.textContent = element.dataset.running.replace("{0}", time);
      return;
    }
    clearInterval(timer);
    element.textContent = element.dataset.ended;
    announce(element.dataset.ended);
    atEnd();
  };
  const timer = setInterval(show, TICK);
  show();
}

if (form) {
  let submitted = false;
  form.addEventListener("submit", (event) => {
    if (submitted) {
      event.preventDefault();
    }
    submitted = true;
    setTimeout(() => (submitted = false), UNANSWERED); // the request may have been stopped
    abort.abort();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      submitted = false;
    }
  });
  field.addEventListener("input", () => fill(field.value));
  if ("OTPCredential" in window && field.dataset.channel === "sms") {
    navigator.credentials
      .get({ otp: { transport: ["sms"] }, signal: abort.signal })
      .then((message) => message && fill(message.code))
      .catch(() => {}); // Aborted, or not allowed: the code is typed.
  }
  countDown(document.getElementById("phone-identity-expiry-text"), () => {
    abort.abort();
    field.value = "";
    document.getElementById("phone-identity-verify").disabled = true;
    document.getElementById("phone-identity-resend")?.focus();
  });
}

const resendIn = document.getElementById("phone-identity-resend-in-text");
if (resendIn) {
  countDown(resendIn, () => {
    document.getElementById("phone-identity-resend").disabled = false;
  });
}
