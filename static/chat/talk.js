// Waiting and talking: one screen, so that nothing a caller wrote or was given goes away in between.

import { announce, data, hush, newId, show, t } from "./page.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { endedScreen } from "./ended.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { TalkView } from "./talk-view.js";
import { forget } from "./memory.js";
import { followKeyboard } from "./keyboard.js";

const END_AGAIN = 1_200;
const LAST_EVENTS = 10_000;
const PATIENCE = new Set(["throttle.too_fast", "throttle.too_many", "storage.unavailable"]);

export class Conversation {
  #state = "connecting";
  #queue;
  #returned = false;
  #latest = 0;
  #readTo = 0;
  #caughtUpAt = null;
  #timer;
  #serviceSaid = "";

  /** `again()` starts anew; `expired()` follows when the token is worthless. */
  constructor({ token, queue, advice, again, expired }) {
    Object.assign(this, { advice, again, expired });
    this.#queue = queue;
    this.log = new Log({ again: (body) => this.#say(body), edit: (body) => this.composer.restore(body) });
    this.composer = new Composer({
      send: (body) => this.#say(body),
      typing: (on) => this.#state === "talking" && this.connection.send({ type: "typing", on }),
    });
    this.connection = this.#connect(token);
    this.outbox = new Outbox((command) => this.connection.send(command));
    this.view = new TalkView({ log: this.log, composer: this.composer, advice, end: () => this.#askEnd() });
    this.sight = () => this.#tellSeen();
  }

  get open() {
    return this.#state !== "ended";
  }

  get hasUnsent() {
    return this.open && (this.outbox.size > 0 || this.composer.words !== "");
  }

  start() {
    show(this.view.element, { talking: true });
    this.#drawState();
    this.stopFollowing = followKeyboard();
    document.addEventListener("visibilitychange", this.sight);
    this.connection.start();
  }

  /** Let go of the line and of every word. */
  stop() {
    this.connection.stop();
    this.outbox.empty();
    this.log.empty();
    this.composer.box.value = "";
    this.stopFollowing?.();
    this.view.stop();
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.sight);
  }

  askBeforeReload(go) {
    this.composer.ask(t("language_go"), t("language_loses"), [
      [t("cancel"), null, ""],
      [t("language_go"), go, "button--quiet"],
    ]);
  }

  #connect(token) {
    const secure = location.protocol === "https:" ? "wss" : "ws";
    return new Connection({
      socketUrl: `${secure}://${location.host}${data.ws_path}`,
      eventsUrl: data.events_url,
      commandsUrl: data.commands_url,
      token,
      on: {
        event: (event) => this.#heard[event.type]?.(event),
        online: (online) => this.#lineIs(online),
        opened: () => this.#sendAgain(),
        unsent: (id) => this.#unsent(id),
        refused: () => this.#refused(),
      },
    });
  }

  // -- what the service says ----------------------------------------------------------------

  #heard = {
    welcome: (event) => {
      this.#caughtUpAt ??= event.seq ?? 0;
      this.#returned ||= Boolean(event.returned);
      this.#queue = event.queue ?? this.#queue;
      this.#become(event);
    },
    state: (event) => {
      if (this.#state === "talking" && event.state === "waiting") this.#returned = true;
      this.#become(event);
    },
    queue: (event) => {
      this.#queue = event;
      this.#drawState();
    },
    message: (event) => {
      this.outbox.take(event.id);
      this.log.message(event);
      this.#next();
      if (event.from === "system") this.#serviceSaid = event.body;
      if (event.from !== "caller") this.#arrived(event.seq, event.body);
      if (!this.open && event.from === "system") this.#drawEnd();
    },
    signpost: (event) => {
      this.log.signpost(event, { arrived: event.seq > this.#caughtUpAt });
      this.#arrived(event.seq, `${t("card_sent")}: ${event.card.name}`);
      if (!this.open) this.#drawEnd();
    },
    ack: (event) => {
      if (this.outbox.take(event.id) !== undefined) this.log.acknowledged(event);
      this.#next();
    },
    typing: ({ on }) => this.view.drawTyping(on),
    seen: ({ seq }) => this.log.seen(seq),
    error: (event) => this.#error(event),
  };

  #become(event) {
    if (event.state === "talking") this.#returned = false;
    // The name of a role: who answers is never named.
    if (event.handler) this.log.handler = event.handler.name;
    const before = this.#state;
    this.#state = event.state;
    if (event.state === "ended") return this.#end(event);
    this.#drawState();
    if (before === this.#state) return undefined;
    this.view.drawTyping(false);
    return before === "connecting" ? undefined : this.view.sayState();
  }

  #arrived(seq, words) {
    this.#latest = Math.max(this.#latest, seq);
    this.view.drawTyping(false);
    // What was there before this page opened is on the screen, and is not read out.
    if (seq > this.#caughtUpAt) announce(words);
    this.#tellSeen();
  }

  #tellSeen() {
    if (document.visibilityState !== "visible" || this.#latest <= this.#readTo) return;
    if (this.connection.send({ type: "seen", seq: this.#latest })) this.#readTo = this.#latest;
  }

  // -- what the caller says -----------------------------------------------------------------

  #say(body) {
    const id = newId();
    this.log.pending({ id, body }, "waiting");
    this.#sending(this.outbox.add(id, body));
  }

  #next() {
    this.#sending(this.outbox.flush());
  }

  #sending(ids) {
    ids.forEach((id) => this.log.state(id, "sending"));
  }

  #sendAgain() {
    this.outbox.broken().forEach((id) => this.log.state(id, "waiting"));
    this.#next();
    this.#tellSeen();
  }

  #lineIs(online) {
    if (!online) this.outbox.broken().forEach((id) => this.log.state(id, "waiting"));
    this.view.drawLine(online);
  }

  #unsent(id) {
    this.outbox.returned(id);
    this.log.state(id, "waiting");
  }

  #error(event) {
    if (event.code === "contact.closed") return;
    if (!this.outbox.has(event.id)) return;
    if (PATIENCE.has(event.code)) {
      this.log.state(event.id, "waiting");
      this.outbox.hold(event.id, event.retry_after_seconds, () => this.#next());
      return;
    }
    this.outbox.take(event.id);
    this.log.refused(event.id, event.message);
    this.#next();
  }

  // -- the end ------------------------------------------------------------------------------

  #askEnd() {
    const waiting = this.#state === "waiting";
    const text = [t(waiting ? "leave_text" : "end_text"), this.hasUnsent ? t("end_unsent") : ""];
    this.composer.ask(t(waiting ? "leave_queue" : "end_heading"), text.filter(Boolean).join(" "), [
      [t("end_no"), null, ""],
      [t(waiting ? "leave_yes" : "end_yes"), () => this.#endByCaller(), "button--danger"],
    ]);
  }

  #endByCaller() {
    this.endCommand ??= { type: "contact.end", id: newId() };
    if (!this.connection.send(this.endCommand)) this.#timer = setTimeout(() => this.#endByCaller(), END_AGAIN);
  }

  #end({ reason, message }) {
    if (this.ended) return;
    const unsent = [...this.outbox.bodies, this.composer.words].filter(Boolean);
    this.ended = { reason, message, unsent };
    this.#drawEnd();
    // Cards and last words may follow the end; then the line is let go, with every word on this page.
    this.#timer = setTimeout(() => this.stop(), LAST_EVENTS);
  }

  #drawEnd() {
    hush();
    show(endedScreen({ ...this.ended, said: this.#serviceSaid, cards: [...this.advice, ...this.log.cards], again: this.again }));
  }

  #refused() {
    this.stop();
    forget();
    this.expired();
  }

  #drawState() {
    this.view.drawState({ state: this.#state, queue: this.#queue, returned: this.#returned });
  }
}
