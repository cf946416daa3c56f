// The menu of the talk: the end, four words to come back with, and what a caller may set for themselves.

import { button, h, t } from "./page.js";
import { recall } from "./memory.js";

export class TalkMenu {
  #comfort;

  /** `end()` asks whether to end, `code()` offers the four words. */
  constructor({ end, code }) {
    this.button = button(t("menu"), () => this.open(this.element.hidden), "button--quiet button--bar menu-button");
    this.button.setAttribute("aria-expanded", "false");
    this.button.setAttribute("aria-controls", "talk-menu");
    this.button.addEventListener("keydown", (event) => this.#key(event));
    const act = (way) => () => {
      this.open(false);
      // What follows may take a moment; the reader's place is never lost meanwhile.
      this.button.focus();
      way();
    };
    // On a narrow page the bar has no room for it: there it stands here.
    this.endButton = button(t("end"), act(end), "button--quiet button--bar only-narrow");
    this.place = h("div");
    this.element = h(
      "div",
      { class: "menu", id: "talk-menu", hidden: true, onkeydown: (event) => this.#key(event) },
      h("div", { class: "actions" }, this.endButton, button(t("code_ask"), act(code), "button--quiet button--bar")),
      this.place,
    );
  }

  start() {
    // What was set before a reload holds again.
    if (recall()?.comfort) this.#fetchComfort();
  }

  /** Somebody came or wrote: a sound, where the caller turned one on. */
  notice() {
    this.#comfort?.notice();
  }

  open(open) {
    this.element.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (open) this.#fetchComfort();
  }

  #key(event) {
    if (event.key !== "Escape" || this.element.hidden) return;
    this.open(false);
    this.button.focus();
  }

  async #fetchComfort() {
    try {
      const { Comfort } = await import("./comfort.js");
      this.#comfort ??= new Comfort();
      this.place.replaceChildren(this.#comfort.element);
    } catch {
      // The line is down: the next opening tries again.
    }
  }
}
