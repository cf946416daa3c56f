// The box one writes in. It sends nothing but finished messages, and asks before something identifying goes.
// What was sent stays in the box until the service has it; whoever writes on writes over it.

import { data, h, t } from "./page.js";
import { identifying } from "./details.js";
import { Question } from "./question.js";

const SHOW_COUNT_FROM = 500;
const TYPING_AGAIN = 4_000;
const TYPING_OVER = 6_000;
// A telephone's keyboard has no Shift and Enter: there Enter starts a line, and the button sends.
const TOUCH = matchMedia("(pointer: coarse)").matches;

export class Composer {
  #typingAt = 0;
  #idle;
  // {id, text}: what the box holds is on its way under this id.
  #onWay = null;
  // The id of a refused message whose words the box still holds.
  #refused;

  /** `on` holds send(body, instead), which gives an id, typing(bool) and hurry(). */
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
      onbeforeinput: ({ inputType }) => inputType.startsWith("history") || this.#writeOver(),
      oncompositionstart: () => this.#writeOver(),
      onkeydown: (event) => this.#key(event),
    });
    this.count = h("p", { class: "composer__count", id: "message-count", "aria-live": "polite" });
    this.question = new Question(() => this.box.focus());
    this.sendButton = h("button", { class: "button button--main" }, t("send"));
    this.element = h(
      "form",
      { class: "composer", autocomplete: "off", onsubmit: (event) => this.#submit(event) },
      this.question.element,
      h("label", { class: "hidden", for: "message" }, t("composer_label")),
      h("div", { class: "composer__row" }, this.box, this.sendButton),
      h("p", { class: TOUCH ? "hidden" : "hint", id: "message-hint" }, t("composer_hint")),
      this.count,
    );
  }

  get words() {
    return this.box.value.trim();
  }

  /** The words that were never sent. */
  get draft() {
    return this.#onWay ? "" : this.words;
  }

  /** Put words back into the box, before what is there. */
  restore(body) {
    if (this.words !== body) this.box.value = [body, this.draft].filter(Boolean).join("\n");
    this.#settle();
    this.#changed();
    this.box.focus();
  }

  /** These words are on their way: where the box holds them, the next ones replace them. */
  follow(id, body) {
    if (this.words !== body) return;
    this.#onWay = { id, text: this.box.value };
    this.#refused = undefined;
    this.box.classList.add("is-on-way");
    if (document.activeElement === this.box) this.#select();
  }

  acknowledged(id) {
    if (this.#onWay?.id === id) this.clear();
  }

  refused(id) {
    if (this.#onWay?.id !== id) return;
    this.#settle();
    this.#refused = id;
  }

  clear() {
    this.box.value = "";
    this.#changed();
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || TOUCH) return;
    this.#submit(event);
  }

  #submit(event) {
    event?.preventDefault();
    const body = this.words;
    // The same words again are not a second message: they only ask for hurry.
    if (this.#onWay) this.on.hurry();
    if (this.#onWay || !body || this.#over() > 0) return this.box.focus();
    // From here on nothing leaves this page before the caller has chosen.
    this.#stopTyping();
    const found = identifying(body);
    if (!found.length) return this.#send(body);
    const names = found.map((kind) => t(`detail_${kind}`));
    const what = names.length > 1 ? `${names.slice(0, -1).join(", ")} ${t("detail_and")} ${names.at(-1)}` : names[0];
    return this.question.ask(t("detail_heading"), t("detail_text", { what }), [
      [t("detail_change"), null, ""],
      // Whoever wrote on beside the question is asked about the new words.
      [t("detail_send"), () => (this.words === body ? this.#send(body) : this.#submit()), "button--quiet"],
      [t("detail_drop"), () => this.clear(), "button--quiet"],
    ]);
  }

  #send(body) {
    this.box.focus();
    this.follow(this.on.send(body, this.#refused), body);
  }

  /** What is on its way is safe in the outbox: it is replaced as a whole, wherever the caret stands. */
  #writeOver() {
    if (!this.#onWay) return;
    this.#settle();
    this.#select();
  }

  #select() {
    this.box.setSelectionRange(0, this.box.value.length);
  }

  #settle() {
    this.#onWay = null;
    this.box.classList.remove("is-on-way");
  }

  #over() {
    // The service counts code points after NFC, so that every letter counts once.
    return Array.from(this.box.value.normalize("NFC").trim()).length - data.message_characters;
  }

  #changed() {
    const over = this.#over();
    if (this.#onWay?.text !== this.box.value) this.#settle();
    if (!this.words) this.#refused = undefined;
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
    if (!this.draft) return this.#stopTyping();
    if (now - this.#typingAt > TYPING_AGAIN) {
      this.#typingAt = now;
      this.on.typing(true);
    }
    this.#idle = setTimeout(() => this.#stopTyping(), TYPING_OVER);
    return undefined;
  }

  #stopTyping() {
    clearTimeout(this.#idle);
    if (this.#typingAt) this.on.typing(false);
    this.#typingAt = 0;
  }
}
