// The page for a phone number: a list of countries, and the usual spaces and punctuation of the typed number. The server
// parses what is submitted, in the country that was picked. Without this script a number is one of the default country or
// starts with a plus sign.
import "./intl-tel-input/data.min.js";
import plans from "./intl-tel-input/utils.js";

const { INTERNATIONAL, NATIONAL } = plans.numberFormat;
const byId = (id) => document.getElementById(`phone-identity-${id}`);
const field = document.getElementById("phone");
const picked = byId("country");
const opener = byId("country-open");
const panel = byId("countries");
const search = byId("country-search");
const list = byId("country-list");
const status = byId("country-status");
const example = byId("example");

const language = field.closest("[lang]")?.lang.replace("_", "-") || undefined;
const names = new Intl.DisplayNames(language, { type: "region" });
const english = new Intl.DisplayNames("en", { type: "region" });

/** Without case, accents and the difference between a syllable of Hangul and its letters. */
const searchable = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

const countries = new Map();
for (const row of panel.dataset.countries.split(";").filter(Boolean)) {
  const [code, callingCode, number] = row.split(":");
  const name = names.of(code);
  const words = searchable(`${name} ${english.of(code)} ${code}`);
  countries.set(code, { code, callingCode, name, words, example: number });
}

/** Calling codes with the area codes that tell a country from the others that share its calling code, longest first. */
const areas = globalThis.allCountries
  .flatMap(({ iso2, dialCode, areaCodes }) => (areaCodes ?? []).map((area) => [dialCode + area, iso2.toUpperCase()]))
  .sort(([one], [other]) => other.length - one.length);
const hasAreas = new Set(areas.map(([, code]) => code));

const { defaultCountry } = panel.dataset;
const collator = new Intl.Collator(language);
const sorted = [...countries.values()].sort(
  (one, other) =>
    (other.code === defaultCountry) - (one.code === defaultCountry) || collator.compare(one.name, other.name),
);

/** The digits of a typed number in ASCII, after a plus sign if it has one; empty if the text is no number. */
function digitsOf(text) {
  const shown = text.normalize("NFKC").replace(/\p{Cf}/gu, "").trim().replace(/^tel:/i, "");
  return /[^\d\p{P}\p{S}\p{Z}]/u.test(shown) ? "" : shown.replace(/[^+\d]/g, "");
}

/** The countries that share the calling code of a number with a plus sign, the main one first. */
function sharing(digits) {
  return [...countries.values()].filter(({ callingCode }) => digits.startsWith(`+${callingCode}`));
}

/** The country of what was typed: its own, if it starts with a plus sign, or the one that was picked. */
function current() {
  const digits = digitsOf(field.value);
  const possible = sharing(digits);
  const [, own] = areas.find(([area]) => digits.startsWith(`+${area}`)) ?? [];
  const fallback = possible.find(({ code }) => code === picked.value && !hasAreas.has(code)) ?? possible[0];
  return possible.find(({ code }) => code === own) ?? fallback ?? countries.get(picked.value);
}

function show() {
  const { code, callingCode, name, example: number } = current();
  byId("country-name").textContent = name;
  byId("country-code").textContent = `${code} +${callingCode}`;
  if (example && number) {
    example.textContent = number;
  }
}

/** Spells a valid number as usual, if no digit changes by it. */
function spell() {
  const digits = digitsOf(field.value);
  if (plans.isValidNumber(digits, picked.value)) {
    const spelling = plans.formatNumber(digits, picked.value, digits.startsWith("+") ? INTERNATIONAL : NATIONAL);
    if (digitsOf(spelling) === digits) {
      field.value = spelling;
    }
  }
}

function activate(option) {
  list.querySelector(".phone-identity-active")?.classList.remove("phone-identity-active");
  option?.classList.add("phone-identity-active");
  option?.scrollIntoView({ block: "nearest" });
  if (option) {
    search.setAttribute("aria-activedescendant", option.id);
  } else {
    search.removeAttribute("aria-activedescendant");
  }
}

/** Whether a word is in the name of a country, or its calling code begins so. */
function matches(country, word) {
  return /^\+?\d*$/.test(word) ? country.callingCode.startsWith(word.replace("+", "")) : country.words.includes(word);
}

function filter() {
  const words = searchable(search.value).split(/\s+/);
  const shown = current();
  const options = sorted
    .filter((country) => words.every((word) => matches(country, word)))
    .map((country) => {
      const option = document.createElement("li");
      option.id = `phone-identity-country-${country.code}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", country === shown);
      option.dataset.code = country.code;
      const callingCode = document.createElement("span");
      callingCode.dir = "ltr";
      callingCode.textContent = `+${country.callingCode}`;
      option.append(country.name, " ", callingCode);
      return option;
    });
  list.replaceChildren(...options);
  list.hidden = options.length === 0;
  search.setAttribute("aria-expanded", !list.hidden);
  status.textContent = list.hidden ? status.dataset.none : "";
  activate((search.value ? null : list.querySelector("[aria-selected=true]")) ?? options[0]);
}

function open() {
  search.value = "";
  panel.hidden = false;
  opener.setAttribute("aria-expanded", true);
  filter();
  search.focus();
}

function close() {
  panel.hidden = true;
  opener.setAttribute("aria-expanded", false);
}

function leave() {
  close();
  opener.focus();
}

/** Picks a country, also for a number that was typed with the calling code of another one. */
function pick(option) {
  const digits = digitsOf(field.value);
  const [former] = sharing(digits);
  const country = countries.get(option.dataset.code);
  picked.value = country.code;
  if (former) {
    field.value = `+${country.callingCode} ${digits.slice(1 + former.callingCode.length)}`.trim();
  }
  show();
  spell();
  close();
  field.focus();
}

const keys = {
  ArrowDown: (active) => activate(active?.nextElementSibling ?? list.firstElementChild),
  ArrowUp: (active) => activate(active?.previousElementSibling ?? list.lastElementChild),
  Enter: (active) => active && pick(active),
  Escape: leave,
};

if (countries.size > 0) {
  picked.value = countries.has(panel.dataset.country) ? panel.dataset.country : sorted[0].code;
  show();
  field.addEventListener("input", show);
  field.addEventListener("change", spell);
  opener.hidden = countries.size === 1;
}
opener.addEventListener("click", () => (panel.hidden ? open() : leave()));
search.addEventListener("input", filter);
search.addEventListener("keydown", (event) => {
  const act = keys[event.key];
  if (act && !event.isComposing) {
    event.preventDefault();
    act(list.querySelector(".phone-identity-active"));
  }
});
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) {
    pick(option);
  }
});
for (const element of [opener, list]) {
  element.addEventListener("mousedown", (event) => event.preventDefault()); // The focus stays in the search.
}
for (const element of [opener, panel]) {
  element.addEventListener("focusout", ({ relatedTarget }) => {
    if (!panel.contains(relatedTarget) && relatedTarget !== opener) {
      close();
    }
  });
}
