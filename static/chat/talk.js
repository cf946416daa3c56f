// Waiting and talking: one screen, so that nothing a caller wrote or was given goes away in between.

import { announce, button, data, h, hush, newId, show, t } from "./page.js";
import { cards } from "./cards.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { endedScreen } from "./ended.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { wait } from "./opening.js";
import { forget } from "./memory.js";
import { followKeyboard } from "./keyboard.js";

const TYPING_FADES = 8_000;
const LOST_AFTER = 1_200;
const BACK_SHOWN = 4_000;
const LAST_EVENTS = 10_000;
const PATIENCE = new Set(["throttle.too_fast", "throttle.too_many"]);

export class Conversation {
  #state = "connecting";
  #queue;
  #returned = false;
  #latest = 0;
  #readTo = 0;
  #caughtUpAt = null;
  #lostShown = false;
  #timers = {};

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
    this.#build();
  }

  get open() {
    return this.#state !== "ended";
  }

  get hasUnsent() {
    return this.open && (this.outbox.size > 0 || this.composer.words !== "");
  }

  start() {
    show(this.element, { talking: true });
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
    Object.values(this.#timers).forEach(clearTimeout);
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
        online: (online) => this.#drawLine(online),
        opened: () => this.#sendAgain(),
        unsent: (id) => this.#unsent(id),
        refused: () => this.#refused(),
      },
    });
  }

  #build() {
    this.sight = () => this.#tellSeen();
    this.heading = h("h1", { class: "bar__state" });
    this.endButton = button(t("end"), () => this.#askEnd(), "button--quiet button--bar");
    this.banner = h("p", { class: "banner", role: "status", hidden: true });
    this.place = h("p", { class: "waiting__place", role: "status" });
    this.estimate = h("p", { class: "soft" });
    this.waiting = h(
      "div",
      { class: "waiting", hidden: true },
      this.place,
      this.estimate,
      h("p", {}, t("waiting_what")),
      this.advice.length ? [h("h2", {}, t("advice_heading")), cards(this.advice, "h3")] : null,
    );
    this.typing = h("p", { class: "typing", "aria-hidden": "true" });
    this.log.top.append(this.waiting);
    this.element = h(
      "section",
      { class: "talk" },
      h("div", { class: "bar" }, this.heading, this.endButton),
      this.banner,
      this.log.element,
      this.log.below,
      this.typing,
      this.composer.element,
    );
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
      if (event.from !== "caller") this.#arrived(event.seq, event.body);
    },
    signpost: (event) => {
      this.log.signpost(event);
      this.#arrived(event.seq, `${t("card_sent")}: ${event.card.name}`);
      if (!this.open) this.#drawEnd();
    },
    ack: (event) => {
      if (this.outbox.take(event.id) !== undefined) this.log.acknowledged(event);
    },
    typing: ({ on }) => this.#drawTyping(on),
    seen: ({ seq }) => this.log.seen(seq),
    error: (event) => this.#error(event),
  };

  #become(event) {
    if (event.state === "talking") this.#returned = false;
    const before = this.#state;
    this.#state = event.state;
    if (event.state === "ended") return this.#end(event);
    this.#drawState();
    if (before === this.#state) return undefined;
    this.#drawTyping(false);
    return before === "connecting" ? undefined : announce(this.heading.textContent);
  }

  #arrived(seq, words) {
    this.#latest = Math.max(this.#latest, seq);
    this.#drawTyping(false);
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

  #sending(ids) {
    ids.forEach((id) => this.log.state(id, "sending"));
  }

  #sendAgain() {
    this.outbox.broken().forEach((id) => this.log.state(id, "waiting"));
    this.#sending(this.outbox.flush());
    this.#tellSeen();
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
      this.outbox.hold(event.id, event.retry_after_seconds, () => this.#sending(this.outbox.flush()));
      return;
    }
    this.outbox.take(event.id);
    this.log.refused(event.id, event.message);
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
    if (!this.connection.send(this.endCommand)) this.#timers.end = setTimeout(() => this.#endByCaller(), LOST_AFTER);
  }

  #end({ reason, message }) {
    if (this.ended) return;
    const unsent = [...this.outbox.bodies, this.composer.words].filter(Boolean);
    this.ended = { reason, message, unsent };
    this.#drawEnd();
    // Cards and last words may follow the end; then the line is let go, with every word on this page.
    this.#timers.last = setTimeout(() => this.stop(), LAST_EVENTS);
  }

  #drawEnd() {
    hush();
    show(endedScreen({ ...this.ended, cards: [...this.advice, ...this.log.cards], again: this.again }));
  }

  #refused() {
    this.stop();
    forget();
    this.expired();
  }

  // -- what is shown ------------------------------------------------------------------------

  #drawState() {
    const waiting = this.#state === "waiting";
    const heading = { waiting: "waiting_heading", talking: "status_talking" }[this.#state] ?? "status_connecting";
    this.#write(this.heading, t(heading));
    this.waiting.hidden = !waiting;
    this.element.classList.toggle("is-waiting", waiting);
    this.endButton.hidden = this.#state === "connecting";
    this.#write(this.endButton, t(waiting ? "leave_queue" : "end"));
    if (!waiting) return;
    const estimate = wait(this.#queue?.estimated_wait);
    this.#write(this.place, [this.#returned ? t("waiting_returned") : "", this.#ahead()].filter(Boolean).join(" "));
    this.#write(this.estimate, estimate ? t("waiting_wait", { wait: estimate }) : "");
  }

  #ahead() {
    const ahead = this.#queue?.ahead;
    if (this.#returned || ahead === undefined || ahead === null) return "";
    if (ahead === 0) return t("waiting_next");
    return ahead === "few" ? t("waiting_few") : t("waiting_many", { n: ahead });
  }

  #drawTyping(on) {
    clearTimeout(this.#timers.typing);
    this.typing.textContent = on ? t("typing") : "";
    if (on) this.#timers.typing = setTimeout(() => this.#drawTyping(false), TYPING_FADES);
  }

  #drawLine(online) {
    clearTimeout(this.#timers.line);
    if (!online) {
      this.outbox.broken().forEach((id) => this.log.state(id, "waiting"));
      this.#timers.line = setTimeout(() => this.#banner("status_lost", true), LOST_AFTER);
    } else if (this.#lostShown) {
      this.#banner("status_back", false);
      this.#timers.line = setTimeout(() => (this.banner.hidden = true), BACK_SHOWN);
    }
  }

  #banner(key, lost) {
    this.#lostShown = lost;
    this.banner.hidden = false;
    this.banner.classList.toggle("banner--lost", lost);
    this.banner.textContent = t(key);
  }

  // Unchanged words are not written again, so that they are not read out again.
  #write(element, words) {
    if (element.textContent !== words) element.textContent = words;
    element.hidden = words === "";
  }
}
