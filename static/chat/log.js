// The conversation as it is shown: each message once, in the order of its number.

import { button, h, t } from "./page.js";
import { card } from "./cards.js";
import { clock } from "./opening.js";

const NEAR_THE_END = 80;
const WHO = { caller: "from_you", system: "from_service" };
const LOOK = { caller: "mine", handler: "theirs", system: "service" };

export class Log {
  #own = new Map();
  #seen = 0;

  /** `on` holds again(id) and edit(id), for messages that were refused. */
  constructor(on) {
    this.on = on;
    this.cards = [];
    this.handler = t("from_handler");
    this.atEnd = false;
    this.list = h("ol", { class: "log__list" });
    this.top = h("div", { class: "log__top" });
    // New messages are announced by the page's live region, so that history is never read out again.
    this.element = h(
      "div",
      { class: "log", role: "log", "aria-live": "off", "aria-label": t("log_label"), tabindex: "0" },
      this.top,
      this.list,
    );
    this.below = button(t("new_below"), () => this.#toEnd(), "button--quiet log__below");
    this.below.hidden = true;
    // A question or the keyboard takes room below: the newest words stay in sight.
    new ResizeObserver(() => this.resized()).observe(this.element);
    this.element.addEventListener("scroll", () => this.#nearEnd() && (this.below.hidden = true), { passive: true });
  }

  message({ id, seq, from, body, at }) {
    const own = from === "caller" && this.#own.get(id);
    if (own) return this.acknowledged({ id, seq, at });
    const entry = this.#entry({ id, from, body });
    if (from === "caller") this.#own.set(id, entry);
    this.#place(entry, seq);
    if (from === "caller") this.acknowledged({ id, seq, at });
    else this.#state(entry, clock(at));
    return undefined;
  }

  /** `arrived`: it came just now, so that its name has to be in sight even where its end is not. */
  signpost({ seq, card: held }, { arrived }) {
    this.cards.push(held);
    const item = h("li", { class: "message message--card" }, h("p", { class: "message__label" }, t("card_sent")), card(held));
    if (this.#place({ item }, seq) && arrived) this.#toTopOf(item);
  }

  /** Show one of the caller's messages before the service has it. */
  pending({ id, body }, state) {
    const entry = this.#entry({ id, from: "caller", body });
    this.#own.set(id, entry);
    this.#place(entry, Infinity);
    this.state(id, state);
    this.#toEnd();
  }

  /** `state`: "sending" or "waiting". */
  state(id, state) {
    const entry = this.#own.get(id);
    if (entry && !entry.seq) this.#state(entry, t(`state_${state}`), `message--${state}`);
  }

  acknowledged({ id, seq, at }) {
    const entry = this.#own.get(id);
    if (!entry || entry.seq) return;
    Object.assign(entry, { seq, at });
    this.#place(entry, seq);
    this.#sentWords(entry);
  }

  refused(id, words) {
    const entry = this.#own.get(id);
    if (!entry) return;
    this.#state(entry, [t("state_failed"), words].filter(Boolean).join(". "), "message--failed");
    const act = (name) => () => {
      entry.item.remove();
      this.#own.delete(id);
      this.on[name](entry.body);
    };
    entry.meta.append(button(t("failed_again"), act("again"), "button--small"), button(t("failed_edit"), act("edit"), "button--small"));
  }

  seen(seq) {
    this.#seen = Math.max(this.#seen, seq);
    for (const entry of this.#own.values()) if (entry.seq && entry.seq <= this.#seen) this.#sentWords(entry);
  }

  /** Keep the newest words in sight when the keyboard comes up. */
  resized() {
    if (this.atEnd) this.#toEnd();
  }

  empty() {
    this.#own.clear();
    this.list.replaceChildren();
    this.top.replaceChildren();
  }

  #entry({ id, from, body }) {
    const meta = h("p", { class: "message__meta" });
    const item = h(
      "li",
      { class: `message message--${LOOK[from]}` },
      h("p", { class: from === "system" ? "message__label" : "hidden" }, from === "handler" ? this.handler : t(WHO[from])),
      h("p", { class: "message__body", dir: "auto" }, body),
      meta,
    );
    return { id, body, item, meta, seq: 0 };
  }

  #sentWords(entry) {
    const word = t(entry.seq <= this.#seen ? "state_seen" : "state_sent");
    this.#state(entry, `${clock(entry.at)} · ${word}`, "message--done");
  }

  #state(entry, words, look = "") {
    entry.item.classList.remove("message--sending", "message--waiting", "message--failed");
    if (look) entry.item.classList.add(look);
    entry.meta.replaceChildren(words);
  }

  #place(entry, seq) {
    const stay = this.#nearEnd();
    entry.item.dataset.seq = seq;
    const after = [...this.list.children].find((other) => other !== entry.item && Number(other.dataset.seq) > seq);
    if (entry.item.nextElementSibling !== (after ?? null) || !entry.item.isConnected) {
      this.list.insertBefore(entry.item, after ?? null);
    }
    if (stay) this.#toEnd();
    else this.below.hidden = false;
    return stay;
  }

  #toTopOf(item) {
    const above = this.element.getBoundingClientRect().top - item.getBoundingClientRect().top;
    if (above <= 0) return;
    this.element.scrollTop -= above;
    this.#nearEnd();
  }

  #nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
    return this.atEnd;
  }

  #toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.below.hidden = true;
    this.atEnd = true;
  }
}
