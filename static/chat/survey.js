// Up to three questions after the end. The answers go to the service, once, and are kept nowhere here.

import { button, h, t } from "./page.js";
import { answerOf } from "./service.js";

const ADDRESS = "/api/contact/survey";
const HIGHEST = 10;
// The service answers so once it is too late: the day is over, or the contact is gone.
const LATE = "survey.closed";

/** One scale: numbers as radio buttons, its ends in words, and the choice to leave it out. */
function scale(name) {
  const ends = { 0: t(`survey_${name}_low`), [HIGHEST]: t(`survey_${name}_high`) };
  const one = (value) =>
    h(
      "label",
      { class: "scale__one" },
      h("input", { type: "radio", name, value, "aria-label": ends[value] ? `${value}, ${ends[value]}` : null }),
      h("span", {}, `${value}`),
    );
  return h(
    "fieldset",
    { class: "choices scale" },
    h("legend", {}, t(`survey_${name}`)),
    h("p", { class: "scale__ends", "aria-hidden": "true" }, Object.entries(ends).map(([n, words]) => h("span", {}, `${n}: ${words}`))),
    h("div", { class: "scale__row" }, Array.from({ length: HIGHEST + 1 }, (_, value) => one(value))),
    h("label", { class: "choice" }, h("input", { type: "radio", name, value: "", checked: true }), h("span", {}, t("survey_skip"))),
  );
}

export class Survey {
  #asks = ["heard", "clearer"];
  #step = "offered";

  /** `skipped()` follows when the caller does not want to, `done()` whenever it is over. */
  constructor({ token, skipped, done }) {
    Object.assign(this, { token, skipped, done });
    this.element = h("section", { class: "survey card" });
  }

  /** Offer the questions; the last one only where a handler gave one of the `cards`, other than 999. */
  offer(cards) {
    this.#asks = ["heard", "clearer", ...(cards.some(({ given, phone }) => given && phone !== "999") ? ["likely"] : [])];
    if (this.element.hasChildNodes()) return;
    this.element.replaceChildren(
      ...this.#intro(),
      h("div", { class: "actions" }, button(t("survey_begin"), () => this.#ask(), "button--small"), this.#notNow()),
    );
  }

  #intro() {
    return [
      h("h2", { tabindex: "-1" }, t("survey_heading")),
      h("p", {}, t("survey_text")),
      h("p", {}, t("survey_private")),
    ];
  }

  #notNow() {
    const leave = () => {
      this.element.remove();
      this.done();
      this.skipped();
    };
    return button(t("survey_not_now"), leave, "button--quiet button--small");
  }

  #ask() {
    this.#step = "asked";
    this.problem = h("p", { class: "problem", role: "alert", hidden: true });
    this.submit = h("button", { class: "button button--main" }, t("survey_send"));
    this.form = h(
      "form",
      { class: "survey__form", autocomplete: "off", onsubmit: (event) => this.#send(event) },
      this.#asks.map(scale),
      this.problem,
      h("div", { class: "actions" }, this.submit, this.#notNow()),
    );
    this.element.replaceChildren(...this.#intro(), this.form);
    this.element.querySelector("h2").focus();
  }

  async #send(event) {
    event.preventDefault();
    if (this.#step === "sending") return;
    const given = [...new FormData(this.form)].filter(([, value]) => value !== "");
    if (!given.length) return this.#complain("survey_none");
    this.#step = "sending";
    this.problem.hidden = true;
    this.submit.textContent = t("survey_sending");
    const body = Object.fromEntries(given.map(([name, value]) => [name, Number(value)]));
    const { error } = await answerOf(ADDRESS, { token: this.token, body });
    if (!error) return this.#close("survey_thanks");
    if (error.code === LATE) return this.#close("survey_late");
    this.#step = "asked";
    this.submit.textContent = t("survey_send");
    return this.#complain("survey_failed");
  }

  #complain(key) {
    this.problem.hidden = false;
    this.problem.textContent = t(key);
  }

  #close(key) {
    this.#step = "closed";
    const words = h("p", { tabindex: "-1", role: "status" }, t(key));
    this.element.replaceChildren(words);
    words.focus();
    this.done();
  }
}
