// How waiting and talking look: the bar, the banner, the place in the queue, the line that says who writes.

import { announce, button, data, h, t } from "./page.js";
import { cards } from "./cards.js";
import { outlivesReload } from "./memory.js";
import { wait } from "./times.js";
import { TalkMenu } from "./talk-menu.js";

const TYPING_FADES = 8_000;
const LOST_AFTER = 1_200;
const BACK_SHOWN = 4_000;
const HEADINGS = { waiting: "waiting_heading", talking: "status_talking" };

export class TalkView {
  #timers = {};
  #lostShown = false;
  #agreed = false;

  constructor({ log, composer, advice, reads, end, code }) {
    this.heading = h("h1", { class: "bar__state" });
    this.menu = new TalkMenu({ end, code });
    this.endButton = button(t("end"), end, "button--quiet button--bar only-wide");
    this.banner = h("p", { class: "banner", role: "status", hidden: true });
    this.place = h("p", { class: "waiting__place", role: "status" });
    this.estimate = h("p", { class: "waiting__wait", role: "status" });
    this.changes = h("p", { class: "soft" });
    this.waiting = h(
      "div",
      { class: "waiting", hidden: true },
      this.place,
      this.estimate,
      this.changes,
      data.own_waiting ? h("p", {}, data.own_waiting) : null,
      h("p", {}, t("waiting_what")),
      advice.length ? [h("h2", {}, t("advice_heading")), cards(advice, "h3")] : null,
    );
    this.#offerReading(reads);
    this.typing = h("p", { class: "typing", "aria-hidden": "true" });
    this.empty = h("p", { class: "soft log__empty", hidden: true }, t("talk_empty"));
    this.top = log.top;
    log.top.append(this.waiting, this.empty);
    if (!outlivesReload()) this.#sayNothingKept(log.top);
    this.element = h(
      "section",
      { class: "talk" },
      h("div", { class: "bar" }, this.heading, this.menu.button, this.endButton),
      this.menu.element,
      this.banner,
      log.element,
      log.below,
      this.typing,
      composer.element,
    );
  }

  /** Something to read meanwhile, once its file is there; a talk never waits for it. */
  async #offerReading(reads) {
    try {
      (await import("./reading.js")).addReading(this.waiting, reads);
    } catch {
      // A line too weak for more: the talk goes on.
    }
  }

  /** What the caller agreed to, to be read again; once, however often the line comes back. */
  async offerAgreed(number) {
    if (this.#agreed) return;
    this.#agreed = true;
    try {
      (await import("./what-was-agreed.js")).addAgreed(this.top, number);
    } catch {
      // A line too weak for more: the talk goes on.
    }
  }

  async #sayNothingKept(place) {
    try {
      (await import("./kept.js")).addNothingKept(place);
    } catch {
      // A line too weak for more: the talk goes on.
    }
  }

  /** `state` is "connecting", "waiting" or "talking"; `returned` when a handler dropped. */
  drawState({ state, queue, returned }) {
    const waiting = state === "waiting";
    write(this.heading, t(HEADINGS[state] ?? "status_connecting"));
    this.waiting.hidden = !waiting;
    this.empty.hidden = state !== "talking";
    this.element.classList.toggle("is-waiting", waiting);
    this.menu.button.hidden = state === "connecting";
    for (const end of [this.endButton, this.menu.endButton]) {
      write(end, t(waiting ? "leave_queue" : "end"));
      end.hidden = state === "connecting";
    }
    if (!waiting) return;
    const estimate = wait(queue?.estimated_wait);
    write(this.place, returned ? t("waiting_returned") : ahead(queue?.ahead));
    write(this.estimate, estimate ? t("waiting_wait", { wait: estimate }) : "");
    write(this.changes, estimate ? t("wait_changes") : "");
  }

  sayState() {
    announce(this.heading.textContent);
  }

  drawTyping(on) {
    this.typing.textContent = on ? t("typing") : "";
    this.#later("typing", TYPING_FADES, () => on && this.drawTyping(false));
  }

  /** A short break is not worth a word; a longer one is, and so is its end. */
  drawLine(online) {
    if (!online) this.#later("line", LOST_AFTER, () => this.#drawBanner("status_lost", true));
    else if (this.#lostShown) {
      this.#drawBanner("status_back", false);
      this.#later("line", BACK_SHOWN, () => (this.banner.hidden = true));
    } else clearTimeout(this.#timers.line);
  }

  stop() {
    Object.values(this.#timers).forEach(clearTimeout);
  }

  #drawBanner(key, lost) {
    this.#lostShown = lost;
    this.banner.hidden = false;
    this.banner.classList.toggle("banner--lost", lost);
    this.banner.textContent = t(key);
  }

  #later(name, milliseconds, act) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(act, milliseconds);
  }
}

function ahead(count) {
  if (count === undefined || count === null) return "";
  if (count === 0) return t("waiting_next");
  return count === "few" ? t("waiting_few") : t("waiting_many", { n: count });
}

// Unchanged words are not written again, so that they are not read out again.
function write(element, words) {
  if (element.textContent !== words) element.textContent = words;
  element.hidden = words === "";
}
