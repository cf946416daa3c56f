// The box one writes in. It sends nothing but finished messages, and asks before something identifying goes.

import { button, data, h, t } from "./page.js";
import { identifying } from "./details.js";

const SHOW_COUNT_FROM = 500;
const TYPING_AGAIN = 4_000;
const TYPING_OVER = 6_000;
// A telephone's keyboard has no Shift and Enter: there Enter starts a line, and the button sends.
const TOUCH = matchMedia("(pointer: coarse)").matches;

export class Composer {
  #typingAt = 0;
  #idle;

  /** `on` holds send(body) and typing(bool). */
  constructor(on) {
    this.on = on;
    this.box = h("textarea", {
      id: "message",
      class: "composer__box",
      rows: 1,
      placeholder: t("composer_here"),
      autocomplete: "off",
      spellcheck: "false",
      enterkeyhint: TOUCH ? "enter" : "send",
      dir: "auto",
      "aria-describedby": "message-hint message-count",
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#key(event),
    });
    this.count = h("p", { class: "composer__count", id: "message-count", "aria-live": "polite" });
    this.question = h("div", { class: "composer__question", hidden: true });
    this.sendButton = h("button", { class: "button button--main" }, t("send"));
    this.element = h(
      "form",
      { class: "composer", autocomplete: "off", onsubmit: (event) => this.#submit(event) },
      this.question,
      h("label", { class: "hidden", for: "message" }, t("composer_label")),
      h("div", { class: "composer__row" }, this.box, this.sendButton),
      h("p", { class: TOUCH ? "hidden" : "hint", id: "message-hint" }, t("composer_hint")),
      this.count,
    );
  }

  get words() {
    return this.box.value.trim();
  }

  /** Put words back into the box, before what is there. */
  restore(body) {
    this.box.value = [body, this.box.value].filter(Boolean).join("\n");
    this.#changed();
    this.box.focus();
  }

  /** Ask something above the box. Each answer is [label, act, look]; the first one has the focus. */
  ask(heading, text, answers) {
    const close = (act) => () => {
      this.question.hidden = true;
      this.question.replaceChildren();
      this.box.focus();
      act?.();
    };
    const buttons = answers.map(([label, act, look]) => button(label, close(act), look));
    this.question.replaceChildren(
      h("h2", { id: "question-heading" }, heading),
      h("p", { id: "question-text" }, text),
      h("div", { class: "actions" }, buttons),
    );
    this.question.setAttribute("role", "group");
    this.question.setAttribute("aria-labelledby", "question-heading");
    this.question.setAttribute("aria-describedby", "question-text");
    this.question.hidden = false;
    buttons[0].focus();
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || TOUCH) return;
    this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    const body = this.words;
    if (!body || this.#over() > 0) return this.box.focus();
    const found = identifying(body);
    if (!found.length) return this.#send(body);
    const names = found.map((kind) => t(`detail_${kind}`));
    const what = names.length > 1 ? `${names.slice(0, -1).join(", ")} ${t("detail_and")} ${names.at(-1)}` : names[0];
    return this.ask(t("detail_heading"), t("detail_text", { what }), [
      [t("detail_change"), null, ""],
      [t("detail_send"), () => this.#send(body), "button--quiet"],
    ]);
  }

  #send(body) {
    this.box.value = "";
    this.#changed();
    this.box.focus();
    this.on.send(body);
  }

  #over() {
    // The service counts code points after NFC, so that every letter counts once.
    return Array.from(this.box.value.normalize("NFC").trim()).length - data.message_characters;
  }

  #changed() {
    const over = this.#over();
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight + 2}px`;
    this.sendButton.disabled = over > 0;
    this.count.classList.toggle("problem", over > 0);
    this.count.textContent =
      over > 0 ? t("count_over", { n: over }) : over > -SHOW_COUNT_FROM ? t("count_left", { n: -over }) : "";
    this.#tellTyping();
  }

  #tellTyping() {
    clearTimeout(this.#idle);
    const now = Date.now();
    if (!this.words) return this.#stopTyping();
    if (now - this.#typingAt > TYPING_AGAIN) {
      this.#typingAt = now;
      this.on.typing(true);
    }
    this.#idle = setTimeout(() => this.#stopTyping(), TYPING_OVER);
    return undefined;
  }

  #stopTyping() {
    if (this.#typingAt) this.on.typing(false);
    this.#typingAt = 0;
  }
}
