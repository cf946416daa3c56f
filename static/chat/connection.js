// The line to the service: a socket, and plain HTTP where sockets do not get through.
// Hands on every event once and in order; see docs/protocol.md.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
const PING_EVERY = 20_000;
const SILENCE = 10_000;
const POLL_EVERY = 2_500;
const SOCKET_AGAIN = 30_000;
const FAILURES_BEFORE_HTTP = 3;
const TOKEN_REFUSED = 4401;
const PATIENCE_ASKED = 4429;
// Typing comes and goes too fast for plain HTTP.
const OVER_HTTP = new Set(["message.post", "contact.end", "seen"]);

/** Milliseconds before the next try: doubling, between half and the whole, so that callers do not come as one. */
export function waitBefore(failures, random = Math.random()) {
  return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** failures) * (0.5 + random / 2);
}

export class Connection {
  #socket = null;
  #welcomed = false;
  #failures = 0;
  #timers = new Map();
  #stopped = false;
  #polling = false;
  #ended = false;
  #online = null;
  #after = 0;

  /**
   * `on` holds event(event), online(bool), opened() (a new line: send again what has no
   * acknowledgement), unsent(id) (one command did not get out) and refused() (the token is worthless).
   */
  constructor({ socketUrl, eventsUrl, commandsUrl, token, on }) {
    Object.assign(this, { socketUrl, eventsUrl, commandsUrl, token, on });
    this.wake = () => document.visibilityState === "visible" && this.#wake();
  }

  start() {
    addEventListener("online", this.wake);
    document.addEventListener("visibilitychange", this.wake);
    this.#open();
  }

  stop() {
    this.#stopped = true;
    this.#polling = false;
    removeEventListener("online", this.wake);
    document.removeEventListener("visibilitychange", this.wake);
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#drop();
  }

  /** Whether the command was handed over; an acknowledgement comes as an event. */
  send(command) {
    if (this.#welcomed) this.#socket.send(JSON.stringify(command));
    else if (this.#polling && this.#online && OVER_HTTP.has(command.type)) this.#post(command);
    else return false;
    return true;
  }

  #later(name, milliseconds, act) {
    clearTimeout(this.#timers.get(name));
    this.#timers.set(name, setTimeout(act, milliseconds));
  }

  #say(online) {
    if (online !== this.#online) this.on.online((this.#online = online));
  }

  #wake() {
    if (this.#stopped || this.#welcomed) return;
    this.#failures = Math.min(this.#failures, 1);
    this.#open();
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#welcomed = false;
    socket?.close();
  }

  #open() {
    if (this.#stopped) return;
    this.#drop();
    const socket = new WebSocket(this.socketUrl, "helpline.v1");
    this.#socket = socket;
    socket.onopen = () =>
      socket.send(JSON.stringify({ type: "hello", token: this.token, after: this.#after }));
    socket.onmessage = ({ data }) => socket === this.#socket && this.#heard(JSON.parse(data));
    socket.onclose = ({ code }) => socket === this.#socket && this.#lost(code);
    this.#later("silence", SILENCE, () => this.#lost());
  }

  #lost(code) {
    const opened = this.#welcomed;
    this.#drop();
    clearTimeout(this.#timers.get("silence"));
    clearTimeout(this.#timers.get("ping"));
    if (code === TOKEN_REFUSED) return this.#refuse();
    if (this.#stopped || this.#ended) return undefined;
    this.#failures = opened ? 0 : this.#failures + 1;
    if (!this.#polling) this.#say(false);
    if (this.#failures >= FAILURES_BEFORE_HTTP && !this.#polling) this.#poll();
    const wait = code === PATIENCE_ASKED ? LONGEST_WAIT : waitBefore(this.#failures);
    return this.#later("open", this.#polling ? SOCKET_AGAIN : wait, () => this.#open());
  }

  #refuse() {
    this.stop();
    this.on.refused();
  }

  #heard(event) {
    clearTimeout(this.#timers.get("silence"));
    this.#later("ping", PING_EVERY, () => this.#ping());
    if (event.type === "welcome") {
      this.#welcomed = true;
      this.#polling = false;
      this.#failures = 0;
    }
    this.#take(event);
    if (event.type === "welcome") this.on.opened();
  }

  #ping() {
    this.send({ type: "ping" });
    this.#later("silence", SILENCE, () => this.#lost());
  }

  #take(event) {
    if (event.type === "pong") return;
    if (event.state) this.#ended = event.state === "ended";
    if (event.type === "welcome") this.#say(true);
    if (event.type === "message" || event.type === "signpost") {
      if (event.seq <= this.#after) return;
      // After the end only cards are given, so that their numbers have gaps by right.
      if (event.seq > this.#after + 1 && !this.#ended) return this.#gap();
      this.#after = event.seq;
    }
    // Our own words need no echo: the acknowledgement is their place in the order.
    if (event.type === "ack" && event.seq === this.#after + 1) this.#after = event.seq;
    this.on.event(event);
  }

  #gap() {
    if (this.#welcomed) this.#open();
  }

  // -- plain HTTP ---------------------------------------------------------------------------

  #request(url, options = {}) {
    const headers = { Authorization: `Bearer ${this.token}`, ...options.headers };
    return fetch(url, { cache: "no-store", credentials: "omit", ...options, headers });
  }

  async #poll() {
    this.#polling = true;
    let failures = 0;
    while (this.#polling && !this.#stopped) {
      try {
        const response = await this.#request(`${this.eventsUrl}?after=${this.#after}`);
        if (response.status === 401) return this.#refuse();
        if (!response.ok) throw new Error("refused");
        const { events } = await response.json();
        if (!this.#polling) return undefined;
        const back = !this.#online;
        events.forEach((event) => this.#take(event));
        if (back) {
          this.on.opened();
          // The whole line was down, so sockets may get through again: no need to wait for the next try.
          this.#later("open", 0, () => this.#open());
        }
        failures = 0;
      } catch {
        failures += 1;
        if (this.#polling) this.#say(false);
      }
      if (this.#ended) return undefined;
      await new Promise((go) => this.#later("poll", failures ? waitBefore(failures) : POLL_EVERY, go));
    }
    return undefined;
  }

  async #post(command) {
    if (!(await this.#posted(command))) this.on.unsent(command.id);
  }

  async #posted(command) {
    try {
      const response = await this.#request(this.commandsUrl, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(command),
      });
      if (response.status === 401) this.#refuse();
      const answer = await response.json();
      if (!this.#stopped) this.#take(answer.error ? { type: "error", id: command.id, ...answer.error } : answer);
    } catch {
      return false;
    }
    return true;
  }
}
