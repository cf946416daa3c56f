// Giving several services with one act. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { MOST_AT_ONCE, needsCheck, tickedOf } from "/static/console/acts/giving.js";
import { createActions } from "/static/console/actions.js";
import { App } from "/static/console/app.js";
import { possible } from "/static/console/commands.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { html, render } from "/static/console/view.js";

const A = "11111111-1111-4111-8111-111111111111";
const ANSWERS = { about: "own_behaviour", area: null, gender: null, language: "en" };
const welcome = (more = {}) => ({ type: "welcome", contact: A, state: "talking", seq: 0, level: null, caller: "online", wrap_up: false, taken_at: "2026-11-21T10:00:00+00:00", answers: ANSWERS, ...more });
const online = { type: "local.link", link: { status: "online" } };
const presence = { type: "presence", available: true, capacity: 2, open: 1, skills: [] };
const triage = { markers: {}, caller_type: null, readiness_before: null, readiness_after: null, suggestion: { level: null, reasons: [], not_asked: [] } };
const data = { outcomes: [], markers: [], levels: [], caller_types: [], areas: [], services: [], cue_labels: {}, talk_cards: { importance: { question: "", low: "", high: "" }, confidence: { question: "", low: "", high: "" } } };
const entry = (n, more = {}) => ({ id: `e${n}`, name: `Service ${n}`, group: "local", sendable: true, unconfirmed: false, areas: [], reasons: [], card: { name: `Service ${n}`, phone: `0151 ${n}` }, phone: `0151 ${n}`, ...more });
const ENTRIES = [entry(1), entry(2, { unconfirmed: true, sendable: false, why_not: "signpost.unconfirmed" }), entry(3), entry(4), entry(5), entry(6, { sendable: false, why_not: "signpost.unreachable" })];

document.head.append(Object.assign(document.createElement("meta"), { name: "csrf-token", content: "t" }));

const tick = (ms = 0) => new Promise((done) => { setTimeout(done, ms); });
async function until(holds) {
  for (let i = 0; i < 400 && !holds(); i += 1) await tick(5);
}

/** A console at its Signpost tab with ENTRIES found; `look(place, {sent, asked, store})`. */
async function shown(look, { more = {}, refuses = null } = {}) {
  const [sent, asked, real] = [[], [], globalThis.fetch];
  globalThis.fetch = async (address) => {
    const path = String(address);
    asked.push(path);
    const confirmed = /directory\/(e\d)\/confirm/.exec(path);
    const body = confirmed ? { ...ENTRIES.find(({ id }) => id === confirmed[1]), unconfirmed: false, sendable: true, why_not: null } : { entries: ENTRIES };
    return new Response(JSON.stringify(body), { headers: { "Content-Type": "application/json" } });
  };
  const link = { tell() {}, command: (frame) => { sent.push(frame); return refuses ? Promise.reject(refuses) : Promise.resolve({ contact: A }); } };
  const details = { type: "local.details", contact: A, details: { status: "ready", triage, instrument: { markers: [] }, signposts: [], guidance: null } };
  const store = createStore(reduce, [online, presence, welcome(more), { type: "local.select", contact: A }, details, { type: "local.show", tab: "signpost" }].reduce(reduce, INITIAL));
  const place = document.createElement("div");
  document.body.append(place);
  const draw = () => render(html`<${App} store=${store} actions=${createActions(store, link)} data=${data} />`, place);
  draw();
  draw();
  const ticks = () => [...place.querySelectorAll(".entry__tick input")];
  try {
    await until(() => ticks().length);
    return await look(place, { sent, asked, store, ticks });
  } finally {
    render(null, place);
    place.remove();
    globalThis.fetch = real;
  }
}

const press = async (place, selector) => { place.querySelector(selector).click(); await tick(20); };
const ticked = (store) => tickedOf(store.state.details[A]).map(({ id }) => id);

tell({
  async "what can be given has a tick, what cannot has none"() {
    equal(await shown((place, { ticks }) => [place.querySelectorAll(".entry").length, ticks().length, ticks()[0].closest("label").textContent.trim()]), [6, 5, "Give with others: Service 1"]);
  },
  async "several go with one command, in the order in which they were ticked, and are ticked no more"() {
    const found = await shown(async (place, { sent, store, ticks }) => {
      for (const at of [2, 0]) { ticks()[at].click(); await tick(20); }
      const said = place.querySelector(".ticked__give").textContent;
      await press(place, ".ticked__give");
      return [said, sent, ticked(store), [...place.querySelectorAll(".given li")].map((li) => li.textContent.slice(0, 9)), place.querySelectorAll(".ticked").length];
    });
    equal(found, ["Send these 2 cards", [{ type: "signpost.send_several", contact: A, programmes: ["e3", "e1"] }], [], ["Service 3", "Service 1"], 0]);
  },
  async "one alone goes as one card"() {
    const found = await shown(async (place, { sent, ticks }) => {
      ticks()[0].click();
      await tick(20);
      await press(place, ".ticked__give");
      return sent;
    });
    equal(found, [{ type: "signpost.send", contact: A, programme: "e1" }]);
  },
  async "a fifth is not ticked, and it is said why"() {
    const found = await shown(async (place, { store, ticks }) => {
      for (const box of [0, 1, 2, 3, 4]) { ticks()[box].click(); await tick(20); }
      return [ticked(store).length, ticks()[4].checked, ticks()[4].getAttribute("aria-disabled"), ticks()[4].closest("label").textContent.trim()];
    });
    equal([MOST_AT_ONCE, ...found], [4, 4, false, "true", "4 are ticked already: Service 5"]);
  },
  async "what nobody checked lately is confirmed by a person before anything is given"() {
    const found = await shown(async (place, { sent, asked, ticks }) => {
      for (const at of [0, 1]) { ticks()[at].click(); await tick(20); }
      await press(place, ".ticked__give");
      const why = [sent.length, place.querySelector(".ticked [role=alert]").textContent, place.querySelector(".ticked .choice").textContent.trim()];
      await press(place, ".ticked .choice input");
      await press(place, ".ticked__give");
      await until(() => sent.length);
      return [why, asked.filter((path) => path.includes("confirm")).map((path) => path.split("?")[0]), sent[0].programmes];
    });
    equal(found, [[0, "Tick it once you have checked them.", "I have checked today: Service 2 0151\u00a02"], ["/console/api/directory/e2/confirm/"], ["e1", "e2"]]);
  },
  "999 waits for nobody's check"() {
    equal([{ unconfirmed: true, sendable: false }, { unconfirmed: true, sendable: true }, { unconfirmed: false, sendable: true }].map(needsCheck), [true, false, false]);
  },
  async "a refusal names the service, and everything stays ticked"() {
    const found = await shown(async (place, { store, ticks }) => {
      for (const at of [0, 2]) { ticks()[at].click(); await tick(20); }
      await press(place, ".ticked__give");
      return [place.querySelector(".ticked [role=alert]").textContent, ticked(store)];
    }, { refuses: { code: "signpost.withdrawn", programme: "e3" } });
    equal(found, ["Service 3: This service is no longer given out, so it was not sent. Choose another from the search. Nothing was given.", ["e1", "e3"]]);
  },
  async "on the phone each is noted on its own"() {
    const found = await shown(async (place, { sent, ticks }) => {
      for (const at of [0, 2]) { ticks()[at].click(); await tick(20); }
      const said = place.querySelector(".ticked__give").textContent;
      await press(place, ".ticked__give");
      await until(() => sent.length > 1);
      return [said, sent];
    }, { more: { channel: "phone" } });
    equal(found, ["I have said these 2", [{ type: "signpost.note", contact: A, programme: "e1" }, { type: "signpost.note", contact: A, programme: "e3" }]]);
  },
  async "Enter on a tick goes to the button that gives, and gives nothing"() {
    const found = await shown(async (place, { sent, store, ticks }) => {
      ticks()[0].click();
      await tick(20);
      ticks()[0].focus();
      ticks()[0].dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true }));
      return [document.activeElement.className.includes("ticked__give"), sent.length, possible(store.state).some(({ does }) => does.startsWith("Go to the services that are ticked"))];
    });
    equal(found, [true, 0, true]);
  },
  async "a card is copied as text, or shown to be copied"() {
    const found = await shown(async (place) => {
      await press(place, ".entry__head");
      Object.defineProperty(navigator, "clipboard", { value: undefined, configurable: true });
      await press(place, ".copy-text button");
      await until(() => getSelection().toString());
      return [place.querySelector(".copy-text .read-aloud").textContent, getSelection().toString().split(/\s*(?=Phone)/)];
    });
    equal(found, ["Service 1\nPhone: 0151 1", ["Service 1", "Phone: 0151 1"]]);
  },
});
