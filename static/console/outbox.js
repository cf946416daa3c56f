// Commands that must arrive: sent one after the other, kept until the server answers, sent again after a cut.
// They live in memory only; see docs/confidentiality.md, where words could leak.

const ANSWER_WITHIN = 10_000;
// Not now: the same command again, under the same id and before those behind it. What the database did not answer
// for may be stored all the same, and another id would store it twice.
const PATIENCE = new Set(["throttle.too_fast", "storage.unavailable"]);

export class Outbox {
  #waiting = [];
  #timer = null;
  #open = false;

  /** `send(frame)` writes to the socket; `silent()` is called when an answer is overdue. */
  constructor({ send, silent }) {
    this.send = send;
    this.silent = silent;
  }

  /** Queue a frame that has an `id`; resolves with its ack, rejects with the server's refusal. */
  add(frame) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ frame, resolve, reject });
      if (this.#waiting.length === 1) this.#sendFirst();
    });
  }

  get size() {
    return this.#waiting.length;
  }

  resume() {
    this.#open = true;
    this.#sendFirst();
  }

  pause() {
    this.#open = false;
    clearTimeout(this.#timer);
  }

  /** Take an ack or error; tells whether it was for something of ours. */
  settle(answer) {
    const first = this.#waiting[0];
    if (!first || first.frame.id !== answer.id) return false;
    clearTimeout(this.#timer);
    if (PATIENCE.has(answer.code)) return this.#later(answer.retry_after_seconds ?? 1);
    this.#waiting.shift();
    if (answer.type === "ack") first.resolve(answer);
    else first.reject(answer);
    this.#sendFirst();
    return true;
  }

  /** Give up what waits for a contact that is no longer ours. */
  forget(contact) {
    const dropped = this.#waiting.filter(({ frame }) => frame.contact === contact);
    this.#waiting = this.#waiting.filter(({ frame }) => frame.contact !== contact);
    for (const { reject } of dropped) reject({ code: "contact.not_found" });
    if (dropped.length) this.#sendFirst();
  }

  /** Drop everything without a word: whoever asked for it is signed out. */
  clear() {
    this.pause();
    this.#waiting = [];
  }

  #later(seconds) {
    this.#timer = setTimeout(() => this.#sendFirst(), seconds * 1000);
    return true;
  }

  #sendFirst() {
    clearTimeout(this.#timer);
    if (!this.#open || !this.#waiting.length) return;
    this.send(this.#waiting[0].frame);
    this.#timer = setTimeout(this.silent, ANSWER_WITHIN);
  }
}
