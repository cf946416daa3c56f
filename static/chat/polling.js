// Plain HTTP where sockets do not get through: one request waits at the service until there is news.

const WAIT = 25;
const GIVEN_UP = 10_000;
const PAUSE = 2_500;
const QUICK = 1_000;
const TYPING_APART = 8_000;

export class Polling {
  #run = null;
  #mark = "";
  #request = null;
  #nudged = false;
  #sleeper;
  #typed = 0;

  /**
   * `on` holds after() (the last number that is known), news(events), failed(), refused(),
   * unsent(id) and answered(event); `pause(failures)` gives the milliseconds before the next try.
   */
  constructor({ eventsUrl, commandsUrl, token, pause, on }) {
    Object.assign(this, { eventsUrl, commandsUrl, token, pause, on });
  }

  get active() {
    return this.#run !== null;
  }

  async start() {
    if (this.active) return;
    const run = (this.#run = {});
    this.#mark = "";
    for (let failures = 0; this.#run === run; ) {
      const [asked, known] = [Date.now(), this.#mark];
      this.#nudged = false;
      const events = await this.#news();
      if (this.#run !== run) return;
      if (this.#nudged) continue;
      failures = events ? 0 : failures + 1;
      if (events) this.on.news(events);
      else this.on.failed();
      // A service that can let nobody wait any more answers at once, with nothing new.
      const idle = events?.length === 1 && known === this.#mark && Date.now() - asked < QUICK;
      if (this.#run === run && (idle || !events)) await this.#sleep(events ? PAUSE : this.pause(failures));
    }
  }

  stop() {
    this.#run = null;
    this.nudge();
  }

  /** Ask again now: the request under way may be dead. */
  nudge() {
    this.#nudged = this.#request !== null;
    this.#request?.abort();
    this.#sleeper?.();
  }

  send(command) {
    if (command.type !== "typing") return this.#post(command);
    // Typing comes and goes too fast for plain HTTP: only now and then.
    if (command.on ? Date.now() - this.#typed < TYPING_APART : !this.#typed) return undefined;
    this.#typed = command.on ? Date.now() : 0;
    return this.#post(command);
  }

  #sleep(milliseconds) {
    return new Promise((go) => {
      const timer = setTimeout(go, milliseconds);
      this.#sleeper = () => (clearTimeout(timer), go());
    });
  }

  #fetch(url, options = {}) {
    const headers = { Authorization: `Bearer ${this.token}`, ...options.headers };
    return fetch(url, { cache: "no-store", credentials: "omit", ...options, headers });
  }

  /** The events, or null when they could not be had. */
  async #news() {
    const request = (this.#request = new AbortController());
    const late = setTimeout(() => request.abort(), WAIT * 1000 + GIVEN_UP);
    const url = `${this.eventsUrl}?after=${this.on.after()}&wait=${this.#mark ? WAIT : 0}&mark=${this.#mark}`;
    this.#mark = "";
    try {
      const response = await this.#fetch(url, { signal: request.signal });
      if (response.status === 401 && this.active) this.on.refused();
      if (!response.ok) return null;
      const { events, mark } = await response.json();
      this.#mark = mark ?? "";
      return events;
    } catch {
      return null;
    } finally {
      this.#request = null;
      clearTimeout(late);
    }
  }

  async #post(command) {
    try {
      const response = await this.#fetch(this.commandsUrl, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(command),
      });
      if (response.status === 401) this.on.refused();
      const answer = await response.json();
      this.on.answered(answer.error ? { type: "error", id: command.id, ...answer.error } : answer);
    } catch {
      this.on.unsent(command.id);
    }
  }
}
