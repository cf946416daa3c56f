// Four questions about the caller, after those about the chat. The answers go to the service, once, and are kept nowhere here.

import { button, h, t } from "./page.js";
import { answerOf } from "./service.js";

const ADDRESS = "/api/contact/equality";
const LATE = "survey.closed";
const NO_ANSWER = "prefer_not";
const QUESTIONS = {
  ethnicity: ["asian", "black", "mixed", "white", "gypsy_roma_traveller", "other"],
  disability: ["no", "a_little", "a_lot"],
  sexuality: ["straight", "gay_or_lesbian", "bi", "other"],
  relationship: ["single", "together", "married", "separated", "widowed"],
};

function question([name, codes]) {
  const one = (value, words) => h("label", { class: "choice" }, h("input", { type: "radio", name, value }), h("span", {}, words));
  return h(
    "fieldset",
    { class: "choices" },
    h("legend", {}, t(`equality_${name}`)),
    h("div", { class: "choices__list" }, codes.map((code) => one(code, t(`equality_${name}_${code}`))), one(NO_ANSWER, t("equality_prefer_not"))),
  );
}

export class Equality {
  #busy = false;

  /** `skipped()` follows when the caller does not want to. */
  constructor({ token, skipped }) {
    Object.assign(this, { token, skipped });
    this.element = h("section", { class: "equality card", hidden: true });
  }

  /** Offer the questions, once those about the chat are done with. */
  offer() {
    this.element.hidden = false;
    this.element.replaceChildren(...this.#intro(), h("div", { class: "actions" }, button(t("survey_begin"), () => this.#ask(), "button--small"), this.#notNow()));
  }

  #intro() {
    return [h("h2", { tabindex: "-1" }, t("equality_heading")), h("p", {}, t("equality_text")), h("p", {}, t("equality_private"))];
  }

  #notNow() {
    const leave = () => {
      this.element.remove();
      this.skipped();
    };
    return button(t("survey_not_now"), leave, "button--quiet button--small");
  }

  #ask() {
    this.problem = h("p", { class: "problem", role: "alert", hidden: true });
    this.submit = h("button", { class: "button button--main" }, t("survey_send"));
    this.form = h(
      "form",
      { class: "equality__form", autocomplete: "off", onsubmit: (event) => this.#send(event) },
      Object.entries(QUESTIONS).map(question),
      this.problem,
      h("div", { class: "actions" }, this.submit, this.#notNow()),
    );
    this.element.replaceChildren(...this.#intro(), this.form);
    this.element.querySelector("h2").focus();
  }

  async #send(event) {
    event.preventDefault();
    if (this.#busy) return;
    const body = Object.fromEntries(new FormData(this.form));
    if (!Object.keys(body).length) {
      this.#complain("equality_none");
      return;
    }
    this.#busy = true;
    this.problem.hidden = true;
    this.submit.textContent = t("survey_sending");
    const { error } = await answerOf(ADDRESS, { token: this.token, body });
    this.#busy = false;
    if (!error) this.#close("equality_thanks");
    else if (error.code === LATE) this.#close("survey_late");
    else {
      this.submit.textContent = t("survey_send");
      this.#complain("survey_failed");
    }
  }

  #complain(key) {
    this.problem.hidden = false;
    this.problem.textContent = t(key);
  }

  #close(key) {
    const words = h("p", { tabindex: "-1", role: "status" }, t(key));
    this.element.replaceChildren(words);
    words.focus();
  }
}
