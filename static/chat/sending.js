// What the caller has written and the service may not have yet: where it waits, and what the page says of it.

import { newId } from "./page.js";
import { Outbox } from "./outbox.js";

const PATIENCE = new Set(["throttle.too_fast", "throttle.too_many", "storage.unavailable"]);

export class Sending {
  /** `send(command)` gives a command to the connection and says whether it took it. */
  constructor({ log, composer, send }) {
    Object.assign(this, { log, composer, outbox: new Outbox(send) });
  }

  /** Everything that was written and is not stored, as words. */
  get unsent() {
    return [...this.outbox.bodies, ...this.log.refusedWords, this.composer.draft].filter(Boolean);
  }

  /** Take up a message and give its id; `instead` is a refused one whose words these were. */
  say(body, instead) {
    if (instead) this.log.drop(instead);
    const id = newId();
    this.#take({ id, body });
    return id;
  }

  /** Send a refused message once more, as a new one. */
  again(body) {
    this.composer.follow(this.say(body), body);
  }

  /** What another page of this contact takes up: unsent messages keep their ids, so that none is stored twice. */
  carry() {
    const text = [...this.log.refusedWords, this.composer.draft].filter(Boolean);
    return { unsent: this.outbox.entries, text: [...new Set(text)].join("\n") };
  }

  takeUp({ unsent, text }) {
    if (text) this.composer.restore(text);
    unsent.forEach((message) => this.#take(message));
  }

  /** The service has it; `event` is an acknowledgement or the message itself. */
  stored(event) {
    this.outbox.take(event.id);
    this.composer.acknowledged(event.id);
    this.#next();
  }

  /** A new line: nothing is known to be on its way. */
  sendAgain() {
    this.broken();
    this.#next();
  }

  broken() {
    this.outbox.broken().forEach((id) => this.log.state(id, "waiting"));
  }

  /** One command did not get out. */
  returned(id) {
    this.outbox.returned(id);
    this.log.state(id, "waiting");
  }

  refused({ id, code, message, retry_after_seconds: seconds }) {
    if (code === "contact.closed" || !this.outbox.has(id)) return;
    if (PATIENCE.has(code)) {
      this.log.state(id, "waiting");
      this.outbox.hold(id, seconds, () => this.#next());
      return;
    }
    this.outbox.take(id);
    this.log.refused(id, message);
    this.composer.refused(id);
    this.#next();
  }

  empty() {
    this.outbox.empty();
    this.composer.clear();
  }

  #take({ id, body }) {
    this.log.pending({ id, body }, "waiting");
    this.#sending(this.outbox.add(id, body));
  }

  #next() {
    this.#sending(this.outbox.flush());
  }

  #sending(ids) {
    ids.forEach((id) => this.log.state(id, "sending"));
  }
}
