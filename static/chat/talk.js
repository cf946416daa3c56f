// Waiting and talking: one screen, so that nothing a caller wrote or was given goes away in between.

import { data, h, hush, newId, show, t } from "./page.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { LateCards } from "./late-cards.js";
import { Log } from "./log.js";
import { News } from "./news.js";
import { Sending } from "./sending.js";
import { TalkView } from "./talk-view.js";
import { forget } from "./memory.js";
import { followKeyboard } from "./keyboard.js";

const END_AGAIN = 1_200;
const LAST_EVENTS = 10_000;

export class Conversation {
  #state = "connecting";
  #queue;
  #returned = false;
  #latest = 0;
  #readTo = 0;
  #caughtUpAt = null;
  #timer;
  #serviceSaid = "";
  // The four words that the caller has not said they have: they outlive the talk, and cannot be shown again.
  #code = "";

  /**
   * `again()` starts anew; `expired()` follows when the token is worthless; `redraw()` makes another
   * one of the same contact, in another language; `carried` is what `carry()` of an earlier one gave.
   * `reads` is what there is to read meanwhile: guide or workers.
   */
  constructor({ token, queue, advice, reads, again, expired, redraw, carried }) {
    Object.assign(this, { token, advice, again, expired, redraw, carried });
    this.#queue = queue;
    this.log = new Log({
      again: (body) => this.sending.again(body),
      edit: (body) => this.composer.restore(body),
      hurry: () => this.connection.wake(),
    });
    this.composer = new Composer({
      send: (body, instead) => this.sending.say(body, instead),
      typing: (on) => this.#state === "talking" && this.connection.send({ type: "typing", on }),
      hurry: () => this.connection.wake(),
    });
    this.connection = this.#connect(token);
    this.sending = new Sending({
      log: this.log,
      composer: this.composer,
      send: (command) => this.connection.send(command),
    });
    this.cards = new LateCards({
      log: this.log,
      unsent: carried?.answers ?? [],
      send: (command) => this.connection.send(command),
      isNew: (seq) => seq > this.#caughtUpAt,
      arrived: (seq, words) => this.#arrived(seq, words),
    });
    this.news = new News();
    this.view = new TalkView({
      log: this.log,
      composer: this.composer,
      advice,
      reads,
      end: () => this.#askEnd(),
      code: () => this.#offerCode(),
    });
    this.sight = () => this.#tellSeen();
  }

  get open() {
    return this.#state !== "ended";
  }

  get hasUnsent() {
    return this.open && this.sending.unsent.length > 0;
  }

  start() {
    show(this.view.element, { talking: true, again: this.redraw });
    this.#drawState();
    this.stopFollowing = followKeyboard();
    document.addEventListener("visibilitychange", this.sight);
    this.view.menu.start();
    // Fetched ahead: an end must show without the line, too.
    import("./ended.js").catch(() => {});
    if (this.carried) this.sending.takeUp(this.carried);
    if (this.carried?.code) this.#offerCode(this.carried.code);
    this.connection.start();
  }

  /** What a new Conversation of the same contact needs, so that no word is lost and none is sent twice. */
  carry() {
    return { token: this.token, code: this.#code, answers: this.cards.carry(), ...this.sending.carry() };
  }

  /** Let go of the line and of every word. */
  stop() {
    this.connection.stop();
    this.sending.empty();
    this.log.empty();
    this.news.stop();
    this.cards.stop();
    this.composer.question.element.replaceChildren();
    this.stopFollowing?.();
    this.view.stop();
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.sight);
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
        opened: () => this.#opened(),
        unsent: (id) => {
          this.sending.returned(id);
          this.cards.take({ type: "unsent", id });
        },
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
      if (event.agreed) this.view.offerAgreed(event.agreed);
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
      this.log.message(event);
      this.sending.stored(event);
      if (event.from === "system") this.#serviceSaid = event.body;
      if (event.from === "handler") this.cards.take({ type: "asked", seq: event.seq });
      if (event.from !== "caller") this.#arrived(event.seq, t("news_said", { who: event.agreed ? t("agreed") : this.log.nameOf(event), words: event.body }));
      if (!this.open) this.#late(event);
    },
    signpost: (event) => {
      this.log.signpost(event, { arrived: event.seq > this.#caughtUpAt });
      this.#arrived(event.seq, `${t("card_sent")}: ${event.card.name}`);
      if (!event.from) this.cards.take({ type: "asked", seq: event.seq });
      if (!this.open) this.#drawEnd();
    },
    card: (event) => {
      this.cards.take(event);
      if (!this.open) this.#drawEnd();
    },
    answer: (event) => this.cards.take(event),
    ack: (event) => {
      this.log.acknowledged(event);
      this.sending.stored(event);
      this.cards.take(event);
    },
    typing: ({ on }) => this.view.drawTyping(on),
    seen: ({ seq }) => this.log.seen(seq),
    error: (event) => {
      this.sending.refused(event);
      this.cards.take(event);
    },
  };

  #become(event) {
    if (event.state === "talking") this.#returned = false;
    // The name of a role: who answers is never named.
    if (event.handler) this.log.handler = event.handler.name;
    const before = this.#state;
    this.#state = event.state;
    if (event.state === "ended") return this.#end({ ...event, reloaded: before === "connecting" });
    this.#drawState();
    if (before === this.#state) return undefined;
    this.view.drawTyping(false);
    if (before === "connecting") return undefined;
    this.view.menu.notice();
    return this.view.sayState();
  }

  #arrived(seq, words) {
    this.#latest = Math.max(this.#latest, seq);
    this.view.drawTyping(false);
    // What was there before this page opened is on the screen, and is not read out.
    if (seq > this.#caughtUpAt) {
      this.news.add(words);
      this.view.menu.notice();
    }
    this.#tellSeen();
  }

  #tellSeen() {
    if (document.visibilityState !== "visible" || this.#latest <= this.#readTo) return;
    if (this.connection.send({ type: "seen", seq: this.#latest })) this.#readTo = this.#latest;
  }

  #opened() {
    this.sending.sendAgain();
    this.cards.take({ type: "opened" });
    this.#tellSeen();
    // The line may have taken the wish to end with it.
    if (this.endCommand && this.open) this.#endByCaller();
  }

  #lineIs(online) {
    if (!online) this.sending.broken();
    this.view.drawLine(online);
  }

  async #offerCode(code) {
    const ask = (...question) => this.open && this.composer.question.ask(...question);
    const shown = (code) => {
      this.#code = code;
      if (!this.open) this.#drawEnd();
    };
    try {
      (await import("./code.js")).offerCode({ token: this.token, code, ask, shown });
    } catch {
      ask(t("code_heading"), t("code_failed"), [[t("cancel"), null, ""]]);
    }
  }

  // -- the end ------------------------------------------------------------------------------

  #askEnd() {
    const waiting = this.#state === "waiting";
    const text = [t(waiting ? "leave_text" : "end_text"), this.hasUnsent ? t("end_unsent") : ""];
    this.composer.question.ask(t(waiting ? "leave_queue" : "end_heading"), text.filter(Boolean).join(" "), [
      [t("end_no"), null, ""],
      [t(waiting ? "leave_yes" : "end_yes"), () => this.#endByCaller(), "button--danger"],
      [t("code_ask"), () => this.#offerCode(), "button--quiet"],
    ]);
  }

  #endByCaller() {
    this.endCommand ??= { type: "contact.end", id: newId() };
    if (!this.connection.send(this.endCommand)) this.#timer = setTimeout(() => this.#endByCaller(), END_AGAIN);
  }

  #end({ reason, message, survey, reloaded }) {
    if (this.ended) return;
    this.ended = { reason, message, reloaded, asked: survey, unsent: this.sending.unsent, late: [] };
    this.news.stop();
    hush();
    this.#drawEnd();
    // Cards and last words may follow the end; then the line is let go, with every word on this page.
    this.#timer = setTimeout(() => this.stop(), LAST_EVENTS);
  }

  /** Words that come after the end: the service's own, and a handler's last ones that no page had shown. */
  #late({ from, agreed, body, links }) {
    if (from === "handler" && !agreed) this.ended.late.push({ body, links });
    this.#drawEnd();
  }

  async #drawEnd() {
    const cards = [...this.advice, ...this.log.cards];
    const known = { said: this.#serviceSaid, agreed: this.log.agreed, plans: this.log.plans, late: this.ended.late, cards, code: this.#code };
    let module;
    try {
      module = await import("./ended.js");
    } catch {
      // The line is down and the rest never came: what must be said comes from here.
      return show(h("section", {}, ["ended_heading", "ended_danger", "ended_words"].map((key, i) => h(i ? "p" : "h1", {}, t(key)))));
    }
    this.endedScreen ??= new module.EndedScreen({ ...this.ended, token: this.token, again: this.again });
    return this.endedScreen.draw(known);
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
