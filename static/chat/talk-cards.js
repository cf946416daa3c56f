// Cards that the handler sends for the talk: a ruler to answer, a time out, a plan for tonight.

import { announce, data, h, newId, t } from "./page.js";

const HIGHEST = 10;
const RULERS = new Set(["importance", "confidence"]);
const LINES = ["where", "say", "avoid", "ring", "tomorrow"];
const AGAIN = new Set(["throttle.too_fast", "throttle.too_many", "storage.unavailable"]);
const MOST_WAIT = 15;

/** The texts PREFIX_1, PREFIX_2 ... that there are. */
function listOf(prefix) {
  const words = [];
  while (data.texts[`${prefix}_${words.length + 1}`]) words.push(t(`${prefix}_${words.length + 1}`));
  return words.map((each) => h("li", {}, each));
}

/** A time out, or the plan for tonight with the lines that the two filled; `heading` is the element's name. */
export function planCard({ name, lines = {}, contact_forbidden: forbidden }, heading = "h2") {
  const parts = {
    time_out: () => [h("p", {}, t("time_out_text")), h("ul", {}, listOf("time_out_do"))],
    tonight: () => h("dl", { class: "plan" }, LINES.filter((line) => lines[line]).map((line) => [h("dt", {}, t(`tonight_${line}`)), h("dd", { dir: "auto" }, lines[line])])),
  };
  return h(
    "article",
    { class: "card card--plan" },
    h(heading, { class: "card__name" }, t(`${name}_heading`)),
    forbidden ? h("p", { class: "card__now" }, t("tonight_order")) : null,
    parts[name](),
    h("p", { class: "plan__care" }, t("plan_care")),
    h("ul", {}, listOf(`${name}_care`)),
    h("p", { class: "card__now" }, t("plan_danger")),
  );
}

/** One question with eleven numbers, and the way to leave it out. Arrows move; a press, Enter or Space answers. */
class Ruler {
  /** `pick(value)` follows a press; null is "rather not say". */
  constructor(name, pick) {
    const ends = { 0: t(`ruler_${name}_low`), [HIGHEST]: t(`ruler_${name}_high`) };
    this.question = t(`ruler_${name}`);
    const one = (value, label, look, spoken) =>
      h("button", { type: "button", role: "radio", class: look, "aria-label": spoken, onclick: () => pick(value) }, label);
    const numbers = Array.from({ length: HIGHEST + 1 }, (_, n) => one(n, `${n}`, "scale__one", ends[n] ? `${n}, ${ends[n]}` : null));
    const skip = one(null, t("ruler_skip"), "button scale__skip", null);
    this.choices = [...numbers, skip];
    this.state = h("p", { class: "soft" });
    const id = newId();
    const group = h(
      "div",
      { role: "radiogroup", "aria-labelledby": id, onkeydown: (event) => this.#move(event) },
      h("p", { class: "scale__ends", "aria-hidden": "true" }, Object.entries(ends).map(([n, words]) => h("span", {}, `${n}: ${words}`))),
      h("div", { class: "scale__row" }, numbers),
      skip,
    );
    this.element = h("div", { class: "card scale" }, h("h2", { id }, this.question), h("p", {}, t("ruler_hint")), group, this.state);
    this.draw({});
  }

  /** `value`: the answer that stands, or is on its way; undefined for none. */
  draw({ value, closed = false, words = "" }) {
    this.choices.forEach((choice, i) => {
      choice.setAttribute("aria-checked", `${value !== undefined && this.#valueAt(i) === value}`);
      choice.toggleAttribute("data-closed", closed);
      if (closed) choice.setAttribute("aria-disabled", "true");
    });
    this.#oneStop(value === undefined ? 0 : this.choices.findIndex((_, i) => this.#valueAt(i) === value));
    this.state.textContent = words;
  }

  #valueAt(i) {
    return i > HIGHEST ? null : i;
  }

  #oneStop(at) {
    this.choices.forEach((choice, i) => choice.setAttribute("tabindex", i === at ? "0" : "-1"));
  }

  #move(event) {
    const here = this.choices.indexOf(event.target);
    const last = this.choices.length - 1;
    const to = { ArrowRight: here + 1, ArrowDown: here + 1, ArrowLeft: here - 1, ArrowUp: here - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const at = (to + this.choices.length) % this.choices.length;
    this.#oneStop(at);
    this.choices[at].focus();
  }
}

export class TalkCards {
  #rulers = new Map();
  // Every answer that is not acknowledged: a later one may be refused, and then the one before stands.
  #sent = new Map();
  #asked = 0;
  #known = new Set();
  #timers = new Set();

  /** As LateCards has it. */
  constructor({ log, unsent, send, isNew, arrived }) {
    Object.assign(this, { log, send, isNew, arrived });
    unsent.forEach((answer) => this.#sent.set(answer.id, { ...answer, state: "waiting" }));
  }

  take(event) {
    return this.#heard[event.type]?.(event);
  }

  carry() {
    return [...this.#sent.values()].map(({ id, card, value }) => ({ id, card, value }));
  }

  stop() {
    this.#timers.forEach(clearTimeout);
  }

  #heard = {
    card: (event) => {
      const ruler = RULERS.has(event.name) ? new Ruler(event.name, (value) => this.#pick(event.id, value)) : null;
      const label = t(ruler ? "ruler_label" : event.lines ? "agreed" : "time_out_label");
      const item = h("li", { class: "message message--card" }, h("p", { class: "message__label" }, label), ruler?.element ?? planCard(event));
      this.#heard.asked(event);
      if (ruler) this.#rulers.set(event.id, { ruler, answers: [], refused: "" });
      // What another page had not got out: a line is there, since the card has come.
      this.#sent.forEach((answer) => answer.card === event.id && answer.state === "waiting" && this.#send(answer));
      this.#draw(event.id);
      this.log.put(item, event.seq, this.isNew(event.seq));
      this.arrived(event.seq, `${label}: ${ruler ? ruler.question : t(`${event.name}_heading`)}`);
    },
    answer: (event) => this.#stored(event),
    ack: ({ id, seq }) => this.#sent.has(id) && this.#stored({ ...this.#sent.get(id), seq }),
    asked: ({ seq }) => {
      this.#asked = Math.max(this.#asked, seq);
      for (const id of this.#rulers.keys()) this.#draw(id);
    },
    error: (event) => this.#sent.has(event.id) && this.#refused(event),
    opened: () => this.#sent.forEach((answer) => this.#send(answer)),
    unsent: ({ id }) => this.#sent.has(id) && this.#mark(this.#sent.get(id), "waiting"),
  };

  #pick(card, value) {
    const held = this.#rulers.get(card);
    if (this.#isClosed(held) || this.#standing(card, held)?.value === value) return;
    held.refused = "";
    const answer = { id: newId(), card, value };
    this.#sent.set(answer.id, answer);
    this.#send(answer);
  }

  #send(answer) {
    const { id, card, value } = answer;
    this.#mark(answer, this.send({ type: "card.answer", id, card, value }) ? "sending" : "waiting");
  }

  #mark(answer, state) {
    answer.state = state;
    this.#draw(answer.card);
  }

  #stored({ id, card, value, seq }) {
    this.#sent.delete(id);
    if (this.#known.has(id)) return;
    this.#known.add(id);
    this.#rulers.get(card)?.answers.push({ value, seq });
    this.#draw(card);
    // Once for each answer, whichever of acknowledgement and event came first.
    if (this.isNew(seq)) announce(said(value));
  }

  #refused({ id, code, retry_after_seconds: seconds }) {
    const answer = this.#sent.get(id);
    if (AGAIN.has(code)) {
      this.#mark(answer, "waiting");
      const timer = setTimeout(() => this.#sent.has(id) && this.#send(answer), Math.min(seconds || 1, MOST_WAIT) * 1000);
      this.#timers.add(timer);
      return;
    }
    this.#sent.delete(id);
    const held = this.#rulers.get(answer.card);
    if (!held || code === "contact.closed") return;
    held.refused = t(code === "card.answered" ? "ruler_closed" : "ruler_failed");
    announce(held.refused);
    this.#draw(answer.card);
  }

  /** Once the handler went on after an answer, it stays as it is. */
  #isClosed({ answers }) {
    return answers.some(({ seq }) => seq < this.#asked);
  }

  /** The answer that is on its way, or the last one that is stored. */
  #standing(card, { answers }) {
    const onTheWay = [...this.#sent.values()].findLast((answer) => answer.card === card);
    return onTheWay ?? answers.reduce((last, each) => (!last || each.seq > last.seq ? each : last), undefined);
  }

  #draw(card) {
    const held = this.#rulers.get(card);
    if (!held) return;
    const standing = this.#standing(card, held);
    const closed = this.#isClosed(held);
    held.ruler.draw({ value: standing?.value, closed, words: held.refused || inWords(standing, closed) });
  }
}

const said = (value) => (value === null ? t("ruler_skipped") : t("ruler_given", { n: value }));

function inWords(standing, closed) {
  if (!standing) return "";
  if (standing.state) return t(standing.state === "sending" ? "ruler_sending" : "ruler_waiting");
  return `${said(standing.value)} ${t(closed ? "ruler_closed" : "ruler_change")}`;
}
