// The conversation as it is shown: each message once, in the order of its number.

import { button, h, t } from "./page.js";
import { card } from "./cards.js";
import { linked } from "./links.js";
import { clock } from "./times.js";

const NEAR_THE_END = 80;
const WHO = { caller: "from_you", system: "from_service" };
const LOOK = { caller: "mine", handler: "theirs", system: "service" };

export class Log {
  #own = new Map();
  #height;
  #seen = 0;
  #two = false;

  /** `on` holds again(body) and edit(body), for messages that were refused, and hurry() for those that wait. */
  constructor(on) {
    this.on = on;
    this.cards = [];
    this.agreed = [];
    this.plans = [];
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

  nameOf({ from, supervisor }) {
    if (supervisor) return t("from_supervisor");
    return from === "handler" ? this.handler : t(WHO[from]);
  }

  message({ id, seq, from, body, at, links, agreed, supervisor }) {
    const own = from === "caller" && this.#own.get(id);
    if (own) return this.acknowledged({ id, seq, at });
    const entry = this.#entry({ id, from, body, links, agreed, supervisor });
    if (agreed) this.agreed.push({ body, links });
    if (from === "caller") this.#own.set(id, entry);
    // What stands below the words comes first: the end of the list is looked for when it is placed.
    if (from === "caller") return this.acknowledged({ id, seq, at });
    this.#state(entry, clock(at));
    this.#place(entry, seq);
    return undefined;
  }

  /** `arrived`: it came just now, so that its name has to be in sight even where its end is not. */
  signpost({ seq, from, card: held }, { arrived }) {
    this.cards.push({ ...held, given: !from });
    this.put(h("li", { class: "message message--card" }, h("p", { class: "message__label" }, t("card_sent")), card(held, "h2", { copies: true })), seq, arrived);
  }

  /** Place one card in the order of its number; `arrived` as above. */
  put(item, seq, arrived) {
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
    if (!entry || entry.seq) return;
    this.#state(entry, state === "waiting" ? "" : t("state_sending"), `message--${state}`);
    if (state === "waiting") this.#offer(entry, t("state_waiting"), () => this.on.hurry());
  }

  acknowledged({ id, seq, at }) {
    const entry = this.#own.get(id);
    if (!entry || entry.seq) return;
    Object.assign(entry, { seq, at });
    this.#sentWords(entry);
    this.#place(entry, seq);
  }

  refused(id, words) {
    const entry = this.#own.get(id);
    if (!entry) return;
    this.#state(entry, words ? h("span", {}, words) : "", "message--failed");
    entry.refused = true;
    const act = (name) => () => {
      this.drop(id);
      this.on[name](entry.body);
    };
    this.#offer(entry, t("state_failed"), act("again"));
    entry.meta.append(button(t("failed_edit"), act("edit"), "button--small"));
  }

  /** The words of every refused message that still stands here. */
  get refusedWords() {
    return [...this.#own.values()].filter((entry) => entry.refused).map((entry) => entry.body);
  }

  /** Take one away that was never stored. */
  drop(id) {
    this.#own.get(id)?.item.remove();
    this.#own.delete(id);
  }

  seen(seq) {
    this.#seen = Math.max(this.#seen, seq);
    for (const entry of this.#own.values()) if (entry.seq && entry.seq <= this.#seen) this.#sentWords(entry);
  }

  /** Keep the newest words in sight when the keyboard comes up. */
  resized() {
    this.#height = this.element.clientHeight;
    // Where nothing was said yet the first line matters: where one stands in the queue.
    if (this.atEnd && this.list.children.length) this.#toEnd();
    // With more room everything may stand in sight, and nothing is below.
    else if (this.#nearEnd()) this.below.hidden = true;
  }

  empty() {
    this.#own.clear();
    this.#two = false;
    this.agreed = [];
    this.plans = [];
    this.list.replaceChildren();
    this.top.replaceChildren();
  }

  #entry({ id, from, body, links, agreed, supervisor }) {
    const meta = h("p", { class: "message__meta" });
    if (supervisor) this.#tellApart();
    const named = from === "system" || supervisor || (from === "handler" && this.#two);
    const item = h(
      "li",
      { class: `message message--${LOOK[from]}${agreed ? " message--agreed" : ""}` },
      h("p", { class: named ? "message__label" : "hidden" }, this.nameOf({ from, supervisor })),
      agreed ? h("p", { class: "message__label" }, t("agreed")) : null,
      // Only what comes to a caller may hold links: their own words stay words.
      h("p", { class: "message__body", dir: "auto" }, from === "caller" ? body : linked(body, links)),
      meta,
    );
    const entry = { id, body, item, meta, seq: 0 };
    // The whole bubble can be tapped; the button beside it says so, and is there for the keyboard.
    item.addEventListener("click", ({ target }) => target.closest(".message__body") && document.getSelection().isCollapsed && entry.tap?.());
    return entry;
  }

  /** From the first words of a supervisor on, it stands above the handler's as well whose they are. */
  #tellApart() {
    const stay = this.#nearEnd();
    this.#two = true;
    for (const name of this.list.querySelectorAll(".message--theirs > .hidden")) name.className = "message__label";
    // The names take room: whoever was at the end is there still.
    if (stay) this.#toEnd();
  }

  #offer(entry, label, act) {
    entry.tap = act;
    entry.meta.append(button(label, act, "button--small"));
  }

  #sentWords(entry) {
    const word = t(entry.seq <= this.#seen ? "state_seen" : "state_sent");
    this.#state(entry, `${clock(entry.at)} · ${word}`, "message--done");
  }

  #state(entry, words, look = "") {
    entry.item.classList.remove("message--sending", "message--waiting", "message--failed");
    if (look) entry.item.classList.add(look);
    entry.tap = null;
    const held = entry.meta.contains(document.activeElement);
    entry.meta.replaceChildren(words);
    // The button that had the focus is gone: the reader stays with the conversation.
    if (held) this.element.focus();
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
    // Said outright: while the room is changing, `#nearEnd` keeps to what held before, and would scroll away.
    this.atEnd = false;
  }

  #nearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    // The keyboard took room a moment ago, and `resized` was not asked yet: what held before holds.
    if (this.#height !== undefined && this.#height !== clientHeight) return this.atEnd;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
    return this.atEnd;
  }

  #toEnd() {
    this.element.scrollTop = this.element.scrollHeight;
    this.below.hidden = true;
    this.atEnd = true;
  }
}
