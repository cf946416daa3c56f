// Knowing the caller, the warning, the pause: rules of the console alone. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { boundaryActs } from "/static/console/acts/boundaries.js";
import { ringing } from "/static/console/attention.js";
import { pausedUntil, wasWarned } from "/static/console/changes/boundaries.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { byCode } from "/static/console/commands.js";
import "/static/console/keys.js";
import { whyNot } from "/static/console/panes/queue.js";
import { html, render } from "/static/console/view.js";
import { Desk } from "/static/console/parts.js";
import { BoundaryDialog, KnownLine, Pause } from "/static/console/panes/boundaries.js";

const A = "11111111-1111-4111-8111-111111111111";
const AT = "2026-11-21T10:00:00+00:00";
const LATE = "2099-11-21T10:00:00+00:00";
const online = { type: "local.link", link: { status: "online" } };
const presence = { type: "presence", available: true, capacity: 2, open: 0, paused_until: null };
const welcome = { type: "welcome", contact: A, state: "talking", seq: 0, read: 0, level: null, caller: "online", wrap_up: false, answers: {}, joined_at: AT, taken_at: AT, warned_at: null, outcome: null };
const queue = (not_for_you) => ({ type: "queue.changed", talking: 0, intake: "open", not_for_you, waiting: [{ contact: A, position: 1, about: "unsure", badges: [], joined_at: AT, caller: "online" }] });
const run = (...events) => events.reduce(reduce, INITIAL);

/** Acts on a store whose commands are kept and never answered. */
function acting(...events) {
  const sent = [], placed = [];
  const store = createStore(reduce, run(online, welcome, { type: "local.select", contact: A }, ...events));
  const link = { command: (frame) => { sent.push(frame); return new Promise(() => {}); } };
  const acts = boundaryActs(store, link, { putPrompt: (contact, prompt) => placed.push(prompt.words), notice() {} });
  return { store, acts, sent, placed };
}

/** The line that asks, drawn; `then` does something on the page. */
function asking(then) {
  const { store, acts, sent } = acting();
  const place = document.createElement("div");
  document.body.append(place);
  const draw = () => render(html`<${Desk.Provider} value=${{ state: store.state, actions: acts, now: 0, data: {} }}>
    <${KnownLine} contact=${store.state.contacts[A]} /><//>`, place);
  acts.known();
  draw();
  then({ place, store, draw, sent });
  render(null, place);
  place.remove();
}

tell({
  "the first press asks and sends nothing": () => {
    const { store, acts, sent } = acting();
    acts.known();
    equal([store.state.knowing, sent], [A, []]);
  },
  "the second press hands over, once": () => {
    const { store, acts, sent } = acting();
    acts.known();
    acts.known();
    equal([store.state.knowing, sent], [null, [{ type: "contact.known", contact: A }]]);
  },
  "the line says that nobody asks why, and offers both ways": () => {
    asking(({ place }) => {
      equal(place.querySelector(".known-line").textContent.includes("nobody asks you"), true);
      equal([...place.querySelectorAll("button")].map((button) => button.textContent), ["Hand overAlt I", "Keep"]);
    });
  },
  "after the end there is nobody to hand over": () => {
    const { acts, sent, store } = acting({ type: "state", contact: A, state: "ended", reason: "caller", wrap_up: true });
    acts.known();
    acts.known();
    equal([store.state.knowing, sent], [null, []]);
  },
  "a warning counts once something was written after it": () => {
    const at = (seconds) => new Date(Date.parse(AT) + seconds * 1000).toISOString();
    const contact = (warned_at, ...items) => ({ warned_at, items });
    const wrote = (seconds, from = "handler") => ({ from, at: at(seconds) });
    equal([
      wasWarned(contact(null, wrote(5))), wasWarned(contact(at(0))), wasWarned(contact(at(0), wrote(-5))),
      wasWarned(contact(at(0), wrote(5, "caller"))), wasWarned(contact(at(0), wrote(0))), wasWarned(contact(at(0), wrote(5))),
    ], [false, false, false, false, true, true]);
  },
  async "what it was said to be is chosen already when the steps are opened again"() {
    const { store, acts } = acting();
    acts.nameIt(A, { id: "prank", name_it: "Is this a joke?" });
    const place = document.createElement("div");
    document.body.append(place);
    const kinds = ["abusive", "prank"].map((id) => ({ id, label: id, is: "", is_not: "", name_it: "", warning: "", do: [], dont: [] }));
    const desk = { state: store.state, actions: acts, now: 0, data: { boundaries: { first: [], kinds, after: "" } } };
    render(html`<${Desk.Provider} value=${desk}><${BoundaryDialog} contact=${store.state.contacts[A]} onClose=${() => {}} /><//>`, place);
    equal(place.querySelector('[name="boundary"]:checked')?.closest("label").textContent.trim(), "prank");
    render(null, place);
    place.remove();
  },
  "what the service says of a warning stands on the contact": () => {
    equal(run(welcome, { type: "warned", contact: A, at: AT }).contacts[A].warned_at, AT);
  },
  "in the pause nobody can be taken, and nothing rings": () => {
    const paused = run(online, queue([]), { ...presence, paused_until: LATE });
    equal([whyNot(paused).startsWith("You have a pause until"), ringing(paused)], [true, 0]);
    equal([whyNot(run(online, queue([]), presence)), ringing(run(online, queue([]), presence))], ["", 1]);
  },
  "the pause offers both ways, on a break the debrief alone, and a debrief that was asked for says so": () => {
    const place = document.createElement("div");
    document.body.append(place);
    const buttons = (...events) => {
      render(html`<${Desk.Provider} value=${{ state: run(online, ...events), actions: {}, now: Date.parse(AT), data: {} }}><${Pause} /><//>`, place);
      return [...place.querySelectorAll("button")].map((button) => button.textContent);
    };
    const paused = { ...presence, paused_until: LATE };
    equal(buttons(paused), ["I am all right, carry on", "Ask for a debrief"]);
    equal(buttons({ ...paused, available: false, break_reason: "rest" }), ["Ask for a debrief"]);
    equal(buttons(paused, { type: "local.debrief_asked", until: LATE }), ["I am all right, carry on", "A debrief is asked for"]);
    equal(buttons(paused, { type: "local.debrief_asked", until: AT }), ["I am all right, carry on", "Ask for a debrief"]);
    equal(buttons(presence), []);
    render(null, place);
    place.remove();
  },
  "Alt N in a pause says why nobody comes, once": () => {
    const { refused } = byCode("KeyN");
    const told = [];
    const state = run(online, queue([]), { ...presence, paused_until: LATE });
    refused({ store: { state }, actions: { notice: (text) => told.push(text) } });
    refused({ store: { state: reduce(state, { type: "local.notice", text: told[0], kind: "info" }) }, actions: { notice: (text) => told.push(text) } });
    equal([told.length, told[0].startsWith("You have a pause until")], [1, true]);
  },
  "a pause that is over is none": () => {
    equal([pausedUntil({ paused_until: AT }, Date.parse(AT)), pausedUntil({ paused_until: AT }, Date.parse(AT) - 1)], [0, Date.parse(AT)]);
    equal(pausedUntil(null, 0), 0);
  },
  "whom one knows rings for others alone": () => {
    equal(ringing(run(online, queue([A]), presence)), 0);
  },
  "where one knows everybody who waits there is nobody to take": () => {
    const why = (not_for_you, more = {}) => whyNot(run(online, presence, { ...queue(not_for_you), ...more }));
    // Of more than are named somebody may be for this handler.
    equal([why([A]), why([A], { count: 2 }), why([])], ["Everybody who waits is for somebody else.", "", ""]);
  },
});
