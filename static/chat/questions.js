// Three short screens of questions; none asks who the caller is, and only the first must be answered.

import { button, data, h, show, t } from "./page.js";

const ABOUT = ["own_behaviour", "someone_else", "being_hurt", "work", "unsure"];
const AGES = ["under_13", "13_15", "16_17", "18_25", "26_40", "41_60", "over_60"];
const GENDERS = ["man", "woman", "other"];

const answers = {};

/** Ask, then call `done(answers, screen)`; `back()` leaves the questions. */
export function ask({ done, back }) {
  aboutScreen({ done, back });
}

function choices(name, question, options, { hint, wide = false } = {}) {
  return h(
    "fieldset",
    { class: wide ? "choices choices--row" : "choices", id: name },
    h("legend", {}, question),
    hint ? h("p", { class: "hint" }, hint) : null,
    h(
      "div",
      { class: "choices__list" },
      options.map(([value, label]) =>
        h(
          "label",
          { class: "choice" },
          h("input", { type: "radio", name, value, checked: answers[name] === value }),
          h("span", {}, label),
        ),
      ),
    ),
  );
}

function picker(name, question, hint, groups) {
  const option = ([value, label]) => h("option", { value, selected: answers[name] === value }, label);
  return h(
    "div",
    { class: "field" },
    h("label", { for: name }, question),
    h("p", { class: "hint", id: `${name}-hint` }, hint),
    h("select", { id: name, name, autocomplete: "off", "aria-describedby": `${name}-hint` }, groups(option)),
  );
}

function screen(step, heading, parts, { next, label, back, needed }) {
  const problem = h("p", { class: "problem", role: "alert", id: "problem", hidden: true });
  const form = h(
    "form",
    {
      autocomplete: "off",
      novalidate: true,
      onsubmit(event) {
        event.preventDefault();
        // Radios that were not touched are absent, and stay "not said".
        Object.assign(answers, Object.fromEntries(new FormData(form)));
        if (needed && !answers[needed.name]) return complain(form, problem, needed);
        return next(form);
      },
    },
    h("p", { class: "step" }, t("step", { n: step })),
    h("h1", {}, heading),
    problem,
    parts,
    h("div", { class: "actions" }, h("button", { class: "button button--main" }, label), button(t("back"), back, "button--quiet")),
  );
  show(form);
  return form;
}

function complain(form, problem, { name, text }) {
  problem.hidden = false;
  problem.textContent = text;
  const group = form.querySelector(`#${name}`);
  group.setAttribute("aria-describedby", "problem");
  group.classList.add("is-wrong");
  group.querySelector("input").focus();
}

function aboutScreen(way) {
  const heading = t("about_heading");
  const options = ABOUT.map((value) => [value, t(`about_${value}`)]);
  screen(1, heading, choices("about", h("span", { class: "hidden" }, heading), options), {
    next: () => nowScreen(way),
    label: t("continue"),
    back: way.back,
    needed: { name: "about", text: t("about_missing") },
  });
}

function nowScreen(way) {
  const answer = (yes, no) => [["yes", t(yes)], ["no", t(no)], ["skip", t("skip")]];
  const danger = h(
    "div",
    { class: "notice notice--danger", role: "alert" },
    h("p", {}, h("strong", {}, t("danger_text"))),
    h("a", { class: "button button--call", href: "tel:999" }, t("danger_call")),
  );
  const watched = h("div", { class: "notice", role: "status" }, h("p", {}, t("private_no")));
  const form = screen(
    2,
    t("now_heading"),
    [
      choices("safe", t("safe_question"), answer("yes", "no"), { wide: true }),
      choices("private", t("private_question"), answer("can_yes", "can_no"), { wide: true }),
    ],
    { next: () => youScreen(way), label: t("continue"), back: () => aboutScreen(way) },
  );
  const respond = () => {
    const given = new FormData(form);
    follow(form.querySelector("#safe"), danger, given.get("safe") === "no");
    follow(form.querySelector("#private"), watched, given.get("private") === "no");
  };
  form.addEventListener("change", respond);
  respond();
}

function follow(group, notice, wanted) {
  if (!wanted) notice.remove();
  else if (!notice.isConnected) group.after(notice);
}

function youScreen(way) {
  const none = h("option", { value: "" }, t("skip"));
  const areas = (option) => [
    none,
    data.areas.map(({ nation, names }) => h("optgroup", { label: nation }, names.map((name) => option([name, name])))),
  ];
  const languages = (option) => [
    option(["", t("interpreter_none")]),
    data.languages.map((name) => option([name, name])),
  ];
  screen(
    3,
    t("you_heading"),
    [
      h("p", { class: "lede" }, t("you_hint")),
      choices("age", t("age_question"), optional("age", AGES), { wide: true }),
      choices("gender", t("gender_question"), optional("gender", GENDERS), { wide: true }),
      picker("area", t("area_question"), t("area_hint"), areas),
      picker("interpreter", t("interpreter_question"), t("interpreter_hint"), languages),
    ],
    { next: (form) => way.done(wire(), form), label: t("start_chat"), back: () => nowScreen(way) },
  );
}

const optional = (name, values) => [...values.map((value) => [value, t(`${name}_${value}`)]), ["skip", t("skip")]];
const said = (value) => (value && value !== "skip" ? value : null);
const yesNo = { yes: true, no: false };

/** The answers as the service takes them; what was left out is null. */
function wire() {
  return {
    consent: true,
    consent_version: data.consent.version,
    about: answers.about,
    safe_now: yesNo[answers.safe] ?? null,
    private_now: yesNo[answers.private] ?? null,
    area: said(answers.area),
    age_band: said(answers.age),
    gender: said(answers.gender),
    language: data.lang,
    interpreter: said(answers.interpreter),
    first_message: null,
    proof: "",
  };
}
