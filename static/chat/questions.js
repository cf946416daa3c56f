// The first questions: one at a time, none of them asks who the caller is, and only the first must be answered.

import { button, data, h, show, t } from "./page.js";
import { helpScreen } from "./help.js";
import { speak } from "./language.js";

const ABOUT = ["own_behaviour", "someone_else", "being_hurt", "work", "unsure"];
const NEEDS = ["safe_working", "interventions", "programme", "resources", "consultation"];
const AGES = ["under_13", "13_15", "16_17", "18_25", "26_40", "41_60", "over_60"];
const GENDERS = ["man", "woman", "other"];
const UNDER_18 = AGES.slice(0, 3);
// Somebody who asks for their work is asked what they need, and not about themselves.
const ORDER = {
  work: ["about", "safe", "need", "area", "language", "interpreter"],
  others: ["about", "safe", "private", "age", "gender", "area", "language", "interpreter"],
};

const answers = {};
const yesNo = (yes, no) => [["yes", t(yes)], ["no", t(no)]];
const named = (name, values) => values.map((value) => [value, t(`${name}_${value}`)]);
const plain = (values) => values.map((value) => [value, value]);
const once = (options) => ({ options });

/** What each question offers: `options` as buttons, or `groups` as a list to choose from. */
const OFFERS = {
  about: () => once(named("about", ABOUT)),
  safe: () => once(yesNo("yes", "no")),
  need: () => once(named("need", NEEDS)),
  private: () => once(yesNo("can_yes", "can_no")),
  age: () => once(named("age", AGES)),
  gender: () => once(named("gender", GENDERS)),
  area: () => ({ groups: data.areas.map(({ nation, names }) => [nation, plain(names)]) }),
  language: () => once(data.offered.map((lang) => [lang, t(`language_name_${lang}`)])),
  interpreter: () => ({ groups: [[t("interpreter_list"), plain(data.languages)]] }),
};
const HINTS = new Set(["area", "language", "interpreter"]);
/** What a caller has to be shown at once: the name of some lines, or "work", by question and answer. */
const AT_ONCE = {
  about: { being_hurt: "being_hurt", work: "work" },
  safe: { no: "danger" },
  private: { no: "watched" },
  age: Object.fromEntries(UNDER_18.map((age) => [age, "child"])),
};

/** Ask, then call `done(answers, back)`; `back()` leaves the questions. */
export const ask = (way) => question("about", way);

/** A contact that has begun has its answers; another one is asked anew. */
export function forgetAnswers() {
  for (const name of Object.keys(answers)) delete answers[name];
}

const asked = () =>
  (ORDER[answers.about] ?? ORDER.others).filter((name) => name !== "language" || data.offered.length > 1);

function neighbour(name, step) {
  const order = asked();
  return order[order.indexOf(name) + step];
}

function question(name, way, problem = null) {
  const { options, groups } = OFFERS[name]();
  const heading = t(`${name}_question`);
  const place = asked().indexOf(name) + 1;
  const before = () => (name === "about" ? way.back() : question(neighbour(name, -1), way));
  const needed = name === "about";
  const answer = (value) => answered(name, value, way);
  show(
    h(
      "section",
      { class: "question", id: `question-${name}` },
      needed ? null : h("p", { class: "step" }, t("step", { n: place, of: asked().length })),
      h("h1", { id: "question-heading" }, heading),
      problem ? h("p", { class: "problem", role: "alert" }, problem) : null,
      HINTS.has(name) ? h("p", { class: "hint", id: "question-hint" }, t(`${name}_hint`)) : null,
      options ? choices(name, options, answer) : picker(name, groups, answer),
      h(
        "div",
        { class: "actions actions--below" },
        needed ? null : button(t("skip"), () => answer(null), "button--quiet"),
        button(t("back"), before, "button--quiet"),
      ),
      skipsRest(name) ? h("p", {}, button(t("skip_rest"), () => way.done(wire(), () => question(name, way)), "button--link")) : null,
    ),
    { again: () => question(name, way) },
  );
}

/** Who is in danger is asked first; from then on the rest may be left out at once. */
const skipsRest = (name) => !["about", "safe", asked().at(-1)].includes(name);

function choices(name, options, answer) {
  const given = name === "language" ? data.lang : answers[name];
  const choice = ([value, label]) =>
    h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "answer", value, lang: name === "language" && value, "aria-current": given === value && "true", onclick: () => answer(value) },
        label,
      ),
    );
  return h("ul", { class: "answers", "aria-labelledby": "question-heading" }, options.map(choice));
}

function picker(name, groups, answer) {
  const option = ([value, label]) => h("option", { value, selected: answers[name] === value }, label);
  const list = h(
    "select",
    { id: name, name, autocomplete: "off", "aria-labelledby": "question-heading", "aria-describedby": "question-hint" },
    h("option", { value: "" }, t("choose")),
    groups.map(([label, options]) => h("optgroup", { label }, options.map(option))),
  );
  return h(
    "form",
    {
      class: "picker",
      autocomplete: "off",
      onsubmit(event) {
        event.preventDefault();
        answer(list.value || null);
      },
    },
    list,
    h("button", { class: "button button--main" }, t("continue")),
  );
}

async function answered(name, value, way) {
  if (name === "language") await speak(value ?? data.lang);
  else answers[name] = value;
  const next = () => after(name, way);
  const back = () => question(name, way);
  const lines = AT_ONCE[name]?.[value];
  if (lines === "work") forWork({ next, back }, () => question(name, way, t("start_failed")));
  else if (lines) helpScreen(lines, { next, back });
  else next();
}

/** Somebody who asks because of their work goes on once they were told to name nobody. */
async function forWork(way, failed) {
  try {
    (await import("./nameless.js")).namelessScreen(way);
  } catch {
    failed();
  }
}

function after(name, way) {
  const next = neighbour(name, 1);
  if (next) question(next, way);
  else way.done(wire(), () => question(name, way));
}

const flag = { yes: true, no: false };

/** The answers as the service takes them; what was left out, or is not asked of this caller, is null. */
function wire() {
  const given = (name) => (asked().includes(name) ? (answers[name] ?? null) : null);
  return {
    consent: true,
    consent_version: data.consent.version,
    about: answers.about,
    need: given("need"),
    safe_now: flag[given("safe")] ?? null,
    private_now: flag[given("private")] ?? null,
    area: given("area"),
    age_band: given("age"),
    gender: given("gender"),
    language: data.lang,
    interpreter: given("interpreter"),
    first_message: null,
  };
}
