// The socket: hello, steady pings, back-off, the outbox. It knows nothing of what the events mean.

import { Outbox } from "./outbox.js";

const PING_EVERY = 20_000;
const PONG_WITHIN = 10_000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
// Before a move, what was asked and is kept in no outbox is answered first: so long at most.
const ANSWERS_WITHIN = 1_000;
const LOOK_AGAIN = 50;
const SIGNED_OUT = new Set([4401, 4403]);
const TOO_MUCH = new Set([4400, 4429]);
const DURABLE = new Set(["message.post", "contact.end", "contact.release", "contact.known", "contact.warn", "contact.end_for_abuse", "debrief.ask", "signpost.send", "signpost.send_several", "card.send", "practice.start", "record.start", "record.discard", "signpost.note",
  "queue.take", "offer.decline", "contact.transfer", "contact.transfer.accept", "contact.transfer.decline", "contact.transfer.withdraw", "note.add", "help.raise", "help.withdraw",
  "contact.follow", "contact.unfollow", "contact.join", "contact.take_over", "whisper"]);

export class Link {
  #socket = null;
  #failures = 0;
  #asked = new Map();
  // When to open another line, since the process behind this one is about to end: nobody need hear of it.
  #moveAt = null;
  #timers = { ping: null, pong: null, retry: null, move: null };

  /**
   * `after()` gives {contact: seq} for hello; `deliver(event)` takes every event but ack, error of a command and
   * pong; `report({status, retryAt?})` tells "connecting", "online", "offline" or "refused", and "online" with
   * `moving` where one line takes the place of another and none was lost; `settled()` is called when everything
   * that followed hello has come.
   */
  constructor({ url, after, deliver, report, settled }) {
    Object.assign(this, { url, after, deliver, report, settled });
    this.outbox = new Outbox({ send: (frame) => this.#write(frame), silent: () => this.#drop() });
  }

  open() {
    clearTimeout(this.#timers.retry);
    const moving = this.#moveAt !== null;
    this.#moveAt = null;
    this.report(moving ? { status: "online", moving } : { status: "connecting" });
    const socket = new WebSocket(this.url, "helpline.v1");
    this.#socket = socket;
    socket.onopen = () => this.#hello();
    socket.onmessage = ({ data }) => this.#socket === socket && this.#take(JSON.parse(data));
    socket.onclose = ({ code }) => this.#socket === socket && this.#closed(code);
  }

  /** Connect now rather than at the next try; also heals a gap in a sequence. */
  reopen() {
    this.stop();
    this.open();
  }

  /** Give up: nobody is signed in here any more. */
  stop() {
    this.#socket?.close();
    this.#forgetSocket();
  }

  /** Send what needs no answer, such as typing; lost without harm. */
  tell(frame) {
    this.#write(frame);
  }

  /** Send a command; resolves with the ack, rejects with {code, message}. */
  command(frame) {
    const numbered = { id: newId(), ...frame };
    if (DURABLE.has(frame.type)) return this.outbox.add(numbered);
    return new Promise((resolve, reject) => {
      if (this.#socket?.readyState !== WebSocket.OPEN) return reject({ code: "connection.lost" });
      this.#asked.set(numbered.id, { resolve, reject });
      this.#write(numbered);
    });
  }

  #hello() {
    this.#failures = 0;
    this.#write({ type: "hello", after: this.after() });
    // Frames are answered in order: this pong says that every welcome has come.
    this.awaitingFirstPong = true;
    this.#ping();
    this.outbox.resume();
  }

  #take(event) {
    if (event.type === "pong") return this.#pong();
    if (event.type === "reconnect") return this.#moveIn(event.after_ms);
    if ((event.type === "ack" || event.type === "error") && this.#settle(event)) return undefined;
    return this.deliver(event);
  }

  #settle(answer) {
    if (this.outbox.settle(answer)) return true;
    const asked = this.#asked.get(answer.id);
    this.#asked.delete(answer.id);
    if (answer.type === "ack") asked?.resolve(answer);
    else asked?.reject(answer);
    return Boolean(asked);
  }

  #moveIn(milliseconds) {
    this.#moveAt = Date.now() + milliseconds;
    this.#timers.move = setTimeout(() => this.#move(), milliseconds);
  }

  #move() {
    if (this.#asked.size && Date.now() < this.#moveAt + ANSWERS_WITHIN) {
      this.#timers.move = setTimeout(() => this.#move(), LOOK_AGAIN);
      return;
    }
    this.reopen();
  }

  #ping() {
    this.#write({ type: "ping" });
    this.#timers.pong = setTimeout(() => this.#drop(), PONG_WITHIN);
  }

  #pong() {
    clearTimeout(this.#timers.pong);
    this.#timers.ping = setTimeout(() => this.#ping(), PING_EVERY);
    if (!this.awaitingFirstPong) return;
    this.awaitingFirstPong = false;
    this.report({ status: "online" });
    this.settled();
  }

  #closed(code) {
    this.#forgetSocket();
    if (SIGNED_OUT.has(code)) return this.report({ status: "refused" });
    if (this.#moveAt !== null) {
      // It went before we did: the new line comes when it would have come.
      this.#timers.retry = setTimeout(() => this.open(), Math.max(0, this.#moveAt - Date.now()));
      return undefined;
    }
    this.#failures += 1;
    const wait = TOO_MUCH.has(code) ? LONGEST_WAIT : backOff(this.#failures);
    this.#timers.retry = setTimeout(() => this.open(), wait);
    return this.report({ status: "offline", retryAt: Date.now() + wait, failures: this.#failures });
  }

  #drop() {
    this.#socket?.close();
    this.#closed(0);
  }

  #forgetSocket() {
    this.#socket = null;
    this.outbox.pause();
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
    for (const { reject } of this.#asked.values()) reject({ code: "connection.lost" });
    this.#asked.clear();
  }

  #write(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }
}

/** Milliseconds before the next try: doubled each time, with jitter so that consoles do not return all at once. */
export function backOff(failures, random = Math.random) {
  const full = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1));
  return full / 2 + (random() * full) / 2;
}

/** A random UUID, also on plain http where crypto.randomUUID is missing. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
