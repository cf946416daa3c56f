// The line to the service: a socket, and plain HTTP where sockets do not get through.
// Hands on every event once and in order; see docs/protocol.md.

import { Polling } from "./polling.js";

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
const PING_EVERY = 20_000;
const SILENCE = 10_000;
// Back in sight, a socket may have died in sleep without a word (iOS): it is asked, and has this long.
const PROBE = 3_000;
// Something on the way may swallow sockets without a word: until one opens, words go over HTTP.
const SLOW = 5_000;
const SOCKET_AGAIN = 30_000;
// What has a number in the one sequence of the talk.
const NUMBERED = new Set(["message", "signpost", "card", "answer"]);
const FAILURES_BEFORE_HTTP = 3;
const UNSENT_AGAIN = 3;
const TOKEN_REFUSED = 4401;
const PATIENCE_ASKED = 4429;
const OVER_HTTP = new Set(["message.post", "card.answer", "contact.end", "seen", "typing"]);

/** Milliseconds before the next try: doubling, between half and the whole, so that callers do not come as one. */
export function waitBefore(failures, random = Math.random()) {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures) * (0.5 + random / 2);
}

export class Connection {
  #socket = null;
  #welcomed = false;
  #failures = 0;
  #openedAt = 0;
  #timers = new Map();
  #stopped = false;
  #ended = false;
  #online = null;
  // The process behind this line is about to end, and another one takes over: nobody need hear of it.
  #moving = false;
  #after = 0;
  // After coming back with a code nothing said before is given, so that numbers up to here may be missing.
  #hiddenTo = 0;

  /**
   * `on` holds event(event), online(bool), opened() (a new line: send again what has no
   * acknowledgement), unsent(id) (one command did not get out) and refused() (the token is worthless).
   */
  constructor({ socketUrl, eventsUrl, commandsUrl, token, on }) {
    Object.assign(this, { socketUrl, token, on });
    this.sight = () => document.visibilityState === "visible" && this.wake();
    this.polling = new Polling({
      eventsUrl,
      commandsUrl,
      token,
      pause: waitBefore,
      on: {
        after: () => this.#after,
        news: (events) => this.#polled(events),
        failed: () => this.#say(false),
        refused: () => this.#refuse(),
        unsent: (id) => this.#unsent(id),
        answered: (event) => !this.#stopped && this.#take(event),
      },
    });
  }

  start() {
    addEventListener("online", this.sight);
    document.addEventListener("visibilitychange", this.sight);
    this.#open();
  }

  stop() {
    this.#stopped = true;
    this.polling.stop();
    removeEventListener("online", this.sight);
    document.removeEventListener("visibilitychange", this.sight);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#drop();
  }

  /** Whether the command was handed over; an acknowledgement comes as an event. */
  send(command) {
    if (this.#welcomed) {
      this.#socket.send(JSON.stringify(command));
      // Words are answered: a line that stays silent then is not one.
      if (command.id && !this.#timers.has("silence")) this.#silentFor(SILENCE);
    } else if (this.polling.active && this.#online && OVER_HTTP.has(command.type)) this.polling.send(command);
    else return false;
    return true;
  }

  /** Try now what would be tried later, and ask a line that may be dead. */
  wake() {
    if (this.#stopped || this.#ended) return;
    if (this.#welcomed) return this.#ping(PROBE);
    if (this.polling.active && this.#online) this.on.opened();
    this.polling.nudge();
    if (this.#socket && Date.now() - this.#openedAt < PROBE) return;
    this.#failures = Math.min(this.#failures, 1);
    this.#open();
  }

  #later(name, milliseconds, act) {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, setTimeout(act, milliseconds));
  }

  #silentFor(milliseconds) {
    this.#later("silence", milliseconds, () => this.#lost());
  }

  #notSilent() {
    clearTimeout(this.#timers.get("silence"));
    this.#timers.delete("silence");
  }

  #say(online) {
    if (online !== this.#online) this.on.online((this.#online = online));
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#welcomed = false;
    socket?.close();
  }

  #open() {
    if (this.#stopped) return;
    this.#moving = false;
    clearTimeout(this.#timers.get("move"));
    this.#drop();
    const socket = new WebSocket(this.socketUrl, "helpline.v1");
    this.#socket = socket;
    this.#openedAt = Date.now();
    if (!this.polling.active) this.#later("slow", SLOW, () => this.polling.start());
    socket.onopen = () =>
      socket.send(JSON.stringify({ type: "hello", token: this.token, after: this.#after }));
    socket.onmessage = ({ data }) => socket === this.#socket && this.#heard(JSON.parse(data));
    socket.onclose = ({ code }) => socket === this.#socket && this.#lost(code);
    this.#silentFor(SILENCE);
  }

  #lost(code) {
    const opened = this.#welcomed;
    this.#drop();
    this.#notSilent();
    clearTimeout(this.#timers.get("ping"));
    clearTimeout(this.#timers.get("slow"));
    if (code === TOKEN_REFUSED) return this.#refuse();
    if (this.#stopped || this.#ended) return undefined;
    // It went before we did: the new line comes when it would have come.
    if (this.#moving) return undefined;
    this.#failures = opened ? 0 : this.#failures + 1;
    if (!this.polling.active) this.#say(false);
    if (this.#failures >= FAILURES_BEFORE_HTTP) this.polling.start();
    const wait = code === PATIENCE_ASKED ? LONGEST_WAIT : waitBefore(this.#failures);
    return this.#later("open", this.polling.active ? SOCKET_AGAIN : wait, () => this.#open());
  }

  /** Over HTTP each command is a request of its own: one may be lost while the line is there. */
  #unsent(id) {
    this.on.unsent(id);
    this.#later("again", waitBefore(UNSENT_AGAIN), () => this.on.opened());
  }

  #refuse() {
    this.stop();
    this.on.refused();
  }

  #heard(event) {
    this.#notSilent();
    this.#later("ping", PING_EVERY, () => this.#ping());
    if (event.type === "reconnect") {
      this.#moving = true;
      return this.#later("move", event.after_ms, () => this.#open());
    }
    if (event.type === "welcome") {
      this.#welcomed = true;
      clearTimeout(this.#timers.get("slow"));
      this.polling.stop();
      this.#failures = 0;
    }
    this.#take(event);
    if (event.type === "welcome") this.on.opened();
    return undefined;
  }

  #ping(patience = SILENCE) {
    this.send({ type: "ping" });
    this.#silentFor(patience);
  }

  #take(event) {
    if (event.type === "pong") return;
    if (event.state) this.#ended = event.state === "ended";
    if (event.type === "welcome") {
      this.#say(true);
      this.#hiddenTo = event.hidden_to ?? 0;
    }
    if (NUMBERED.has(event.type)) {
      if (event.seq <= this.#after) return;
      // After the end only cards are given, so that their numbers have gaps by right.
      if (event.seq > Math.max(this.#after, this.#hiddenTo) + 1 && !this.#ended) return this.#gap();
      this.#after = event.seq;
    }
    // Our own words need no echo: the acknowledgement is their place in the order.
    if (event.type === "ack" && event.seq === Math.max(this.#after, this.#hiddenTo) + 1) this.#after = event.seq;
    this.on.event(event);
  }

  #gap() {
    if (this.#welcomed) this.#open();
  }

  #polled(events) {
    const back = !this.#online;
    events.forEach((event) => this.#take(event));
    if (this.#ended) this.polling.stop();
    if (!back || this.#stopped) return;
    this.on.opened();
    // The whole line was down, so sockets may get through again: no need to wait for the next try.
    if (!this.#socket) this.#later("open", 0, () => this.#open());
  }
}
