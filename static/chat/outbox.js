// Messages that the service has not acknowledged yet, in the order in which they were written.
// They live in this page alone. A message keeps its id, so that sending it twice keeps it once.

const MOST_WAIT = 15;

export class Outbox {
  #waiting = new Map();
  #send;

  /** `send(command)` gives a command to the connection and says whether it took it. */
  constructor(send) {
    this.#send = send;
  }

  get size() {
    return this.#waiting.size;
  }

  get bodies() {
    return [...this.#waiting.values()].map((entry) => entry.body);
  }

  /** What waits, as another page may take it up. */
  get entries() {
    return [...this.#waiting.values()].map(({ id, body }) => ({ id, body }));
  }

  add(id, body) {
    this.#waiting.set(id, { id, body, onTheWay: false });
    return this.flush();
  }

  /**
   * Send the first one that waits, unless it is on its way; gives the ids that went out now.
   * One at a time: when the service asks for patience, a later message must not overtake an earlier one.
   */
  flush() {
    const [first] = this.#waiting.values();
    if (!first || first.held || first.onTheWay) return [];
    if (!this.#send({ type: "message.post", id: first.id, body: first.body })) return [];
    first.onTheWay = true;
    return [first.id];
  }

  /** The connection broke: nothing is known to be on its way. */
  broken() {
    for (const entry of this.#waiting.values()) entry.onTheWay = false;
    return [...this.#waiting.keys()];
  }

  /** One command did not get out. */
  returned(id) {
    const entry = this.#waiting.get(id);
    if (entry) entry.onTheWay = false;
  }

  /** Hold this one and with it all behind it, because the service asked for patience; then send again. */
  hold(id, seconds, again) {
    const entry = this.#waiting.get(id);
    if (!entry) return;
    entry.onTheWay = false;
    entry.held = true;
    setTimeout(() => {
      entry.held = false;
      again();
    }, Math.min(seconds || 1, MOST_WAIT) * 1000);
  }

  has(id) {
    return this.#waiting.has(id);
  }

  /** Take one out: acknowledged, or refused for good. Gives its words. */
  take(id) {
    const entry = this.#waiting.get(id);
    this.#waiting.delete(id);
    return entry?.body;
  }

  empty() {
    this.#waiting.clear();
  }
}
