// After the end: who ended it, what was agreed, the cards and how to find them again, and the ways from here.
// Of the talk only what was agreed, and last words that came too late to be read in it.

import { button, data, h, show, t } from "./page.js";
import { cards, emergency } from "./cards.js";
import { Equality } from "./equality.js";
import { linked } from "./links.js";
import { lines, readingLink } from "./lines.js";
import { Survey } from "./survey.js";
import { planCard } from "./talk-cards.js";
import { leave } from "./way-out.js";

const REASONS = { caller: "ended_caller", handler: "ended_handler", boundary: "ended_boundary", caller_gone: "ended_caller_gone", "hours.closed": "ended_hours" };
const SAFELY = ["number", "call", "page", "history"];

const quoted = ({ body, links }) => h("blockquote", { dir: "auto" }, linked(body, links));

export class EndedScreen {
  /**
   * `reloaded`: the page was loaded after the end, so that it never held the words; `asked`: the
   * service takes answers to the questions; `again()` starts anew.
   */
  constructor({ reason, message, unsent, reloaded, asked, token, again }) {
    Object.assign(this, { reason, message, unsent, reloaded, again });
    this.closed = reason === "hours.closed";
    const skipped = () => this.close.focus();
    this.equality = asked ? new Equality({ token, skipped }) : null;
    this.survey = asked ? new Survey({ token, skipped, done: () => this.equality.offer() }) : null;
    // What may still change has a place of its own: a reader, or an answer half given, is not disturbed.
    this.told = h("div", { class: "ended__told" });
  }

  /** Show what is known: at first as a new screen, later in its place. `late` are words that came after the end. */
  draw(known) {
    this.known = known;
    if (!this.element) return this.#show();
    this.told.replaceChildren(...this.#told());
    this.survey?.offer(this.#cards());
    return undefined;
  }

  #show() {
    this.lines = null;
    this.close = button(t("ended_close"), () => leave({ ending: false }), "button--main");
    this.told.replaceChildren(...this.#told());
    this.survey?.offer(this.#cards());
    this.element = h("section", {}, h("h1", {}, t("ended_heading")), this.told, this.#rest());
    show(this.element, { again: () => this.#show() });
  }

  /** Every card once; at closing time the lines to ring are cards too, and stand among those alone. */
  #cards() {
    const ringable = new Set(this.closed ? data.lines.map(({ id }) => id) : []);
    // What was open when a card came may have closed since.
    return this.known.cards.filter(({ id }) => !ringable.has(id)).map(({ hours_now, now_until, ...card }) => card);
  }

  #told() {
    const own = this.#cards();
    const parts = [
      h("p", { class: "lede" }, this.#why()),
      this.message ? h("p", {}, this.message) : null,
      emergency(t("ended_danger")),
      this.known.code ? this.#code() : null,
      this.#agreed(),
      own.length ? [h("h2", {}, t("ended_cards")), cards(own, "h3", { copies: true })] : null,
      own.length && !this.closed ? h("p", {}, readingLink("services")) : (this.lines ??= lines()),
      h("h2", {}, t("ended_safe")),
      h("ul", {}, SAFELY.map((each) => h("li", {}, t(`ended_safe_${each}`)))),
      h("p", {}, readingLink("guide")),
    ];
    return parts.flat(Infinity).filter(Boolean);
  }

  #why() {
    // At closing time the service's own last words tell the next opening.
    return this.closed && this.known.said ? this.known.said : t(REASONS[this.reason] ?? "ended_other");
  }

  #code() {
    return [h("h2", {}, t("code_shown")), h("p", { class: "code-words", translate: "no", lang: "en" }, this.known.code), h("p", {}, t("code_keep"))];
  }

  #agreed() {
    const { agreed, plans, late } = this.known;
    const held = [...agreed.map(quoted), ...plans.map((plan) => planCard(plan, "h3"))];
    return [
      late.length ? [h("p", {}, t("ended_late")), late.map(quoted)] : null,
      held.length ? [h("h2", {}, t("agreed")), held, h("p", { class: "soft" }, t("ended_agreed_text"))] : null,
      this.reloaded && !held.length ? h("p", { class: "soft" }, t("ended_agreed_gone")) : null,
    ];
  }

  #rest() {
    return [
      this.unsent.length ? [h("p", {}, t("ended_unsent")), this.unsent.map((body) => quoted({ body }))] : null,
      h("h2", {}, t("ended_now")),
      h("p", {}, t("ended_words")),
      this.survey?.element,
      this.equality?.element,
      h("div", { class: "actions ended__actions" }, this.close, button(t("ended_again"), this.again, "button--quiet")),
    ];
  }
}
