// The talk's own cards: what draws them comes with a later file, once the first card is there.
// Until then everything that counts for them waits here, in order.

import { button, h, t } from "./page.js";

export class LateCards {
  #news = [];
  #drawn = null;
  #loading = false;
  #notice = null;

  /**
   * `log` takes the cards; `unsent` are answers that another page of this contact had not got out; `send(command)`,
   * `isNew(seq)` and `arrived(seq, words)` as the talk has them.
   */
  constructor(talk) {
    this.talk = talk;
  }

  /**
   * `event`: a `card`, `answer`, `ack` or `error` of the service; {type: "asked", seq} for what else the handler said;
   * {type: "opened"} for a new line; {type: "unsent", id} for one command that did not get out.
   */
  take(event) {
    if (event.lines || event.name === "time_out") this.talk.log.plans.push(event);
    if (this.#drawn) return this.#drawn.take(event);
    // Before the first card there is nothing to answer.
    if (!this.#news.length && event.type !== "card") return undefined;
    this.#news.push(event);
    return this.#load();
  }

  /** Answers that the service may not have yet. */
  carry() {
    return this.#drawn?.carry() ?? this.talk.unsent;
  }

  stop() {
    this.#drawn?.stop();
  }

  async #load() {
    if (this.#loading) return;
    this.#loading = true;
    try {
      const { TalkCards } = await import("./talk-cards.js");
      this.#notice?.remove();
      this.#drawn = new TalkCards(this.talk);
      this.#news.forEach((event) => this.#drawn.take(event));
    } catch {
      this.#sayLate();
    } finally {
      this.#loading = false;
    }
  }

  /** The line is too weak for the file just now: it is asked for again with the next news, or when the caller likes. */
  #sayLate() {
    if (this.#notice) return;
    const { seq } = this.#news[0];
    this.#notice = h("li", { class: "message message--card" }, h("p", {}, t("card_late")), button(t("try_again"), () => this.#load(), "button--small"));
    this.talk.log.put(this.#notice, seq, false);
    this.talk.arrived(seq, t("card_late"));
  }
}
