// The rules of the desk itself: what can be done, what rings, what is kept, what moves. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { createActions } from "/static/console/actions.js";
import { App } from "/static/console/app.js";
import { gathered } from "/static/console/arrivals.js";
import { newsSince, ringing, wanted } from "/static/console/attention.js";
import { addCommands, byCode, matching, possible, withKeys } from "/static/console/commands.js";
import { SETTINGS, keep, kept } from "/static/console/kept.js";
import { unsaved } from "/static/console/leaving.js";
import { blipSamples, ringSamples } from "/static/console/sound.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { eachOnce } from "/static/console/panes/safety.js";
import { Suggestions } from "/static/console/panes/suggestions.js";
import { Desk, Still, useDesk } from "/static/console/parts.js";
import { html, render } from "/static/console/view.js";
import { listen } from "/static/console/keys.js";

const A = "11111111-1111-4111-8111-111111111111";
const B = "22222222-2222-4222-8222-222222222222";
const AT = "2026-11-21T10:00:00+00:00";
const DATA = { outcomes: [], markers: [], levels: [], caller_types: [], areas: [], services: [], cue_labels: {} };
const online = { type: "local.link", link: { status: "online" } };
const presence = { type: "presence", available: true, capacity: 2, open: 0 };
const welcome = (contact, more = {}) => ({ type: "welcome", contact, state: "talking", seq: 0, read: 0, level: null, caller: "online", wrap_up: false, answers: {}, joined_at: AT, taken_at: AT, ...more });
const said = (contact, seq, from = "caller") => ({ type: "message", contact, seq, id: `${contact}-${seq}`, from, body: `words ${seq}`, at: AT });
const waiter = (contact, more = {}) => ({ contact, position: 1, about: "unsure", badges: [], joined_at: AT, caller: "online", ...more });
const queue = (...waiting) => ({ type: "queue.changed", waiting, talking: 0, intake: "open" });
const run = (...events) => events.reduce(reduce, INITIAL);
const names = (state) => possible(state).map(({ does }) => does);

/** A console on the page, with keys; `then` gets it and its store. */
function drawn(events, then) {
  const link = { tell() {}, command: () => new Promise(() => {}) };
  const store = createStore(reduce, run(online, ...events));
  const actions = { ...createActions(store, link), reconnect() {} };
  const place = document.createElement("div");
  document.body.append(place);
  const draw = () => render(html`<${App} store=${store} actions=${actions} data=${DATA} />`, place);
  // The second time the effects of the first have run: from now on it follows the store.
  draw();
  draw();
  const result = then({ place, store, actions, draw });
  render(null, place);
  place.remove();
  return result;
}

tell({
  "a command can be done only where it makes sense"() {
    equal(names(run(online)).includes("Triage"), false);
    equal(names(run(online, welcome(A), { type: "local.select", contact: A })).includes("Triage"), true);
    equal([[presence], [presence, queue(waiter(B))]].map((more) => names(run(online, ...more)).includes("Take the next caller")), [false, true]);
    equal(names(run(online, welcome(A), welcome(B))).filter((does) => does.startsWith("Open contact")), ["Open contact 1: not said", "Open contact 2: not said"]);
  },
  "a module's own command has its key, its place in the sheet and its menu"() {
    addCommands({ code: "BracketLeft", key: "Alt [", does: "Jump", menu: "contact", when: (state) => state.selected, act() {} });
    equal([byCode("BracketLeft").does, withKeys().some(({ key }) => key === "Alt ["), names(run(online)).includes("Jump")], ["Jump", true, false]);
    const menu = drawn([welcome(A), { type: "local.select", contact: A }], ({ place }) =>
      [...place.querySelectorAll(".menu__one")].map((each) => each.textContent));
    equal(menu.includes("JumpAlt ["), true);
  },
  "no two commands have the same key"() {
    const codes = withKeys().map(({ code }) => code).filter(Boolean);
    equal(codes.length, new Set(codes).size);
  },
  "typed words find a command in any order, one that begins with them first"() {
    const all = [{ does: "Go to the queue" }, { does: "Take the next caller" }, { does: "Give this contact back to the queue" }];
    equal(matching(all, "QUEUE the").map(({ does }) => does), [all[0].does, all[2].does]);
    equal(matching(all, "t").map(({ does }) => does)[0], all[1].does);
    equal([matching(all, "").length, matching(all, "hold").length], [3, 0]);
  },
  "it rings for whoever waits and could be taken here, and for nobody else"() {
    const here = [online, presence];
    const many = (...events) => ringing(run(...events));
    equal([many(...here, queue(waiter(A), waiter(B))), many(...here, queue())], [2, 0]);
    equal(many(...here, queue(waiter(A, { caller: "away" }), waiter(B, { offered: true }))), 0);
    equal(many(...here, { ...queue(waiter(A)), count: 60 }), 60);
    equal(ringing({ ...run(...here, queue(waiter(A, { offered: true }))), offer: { contact: A } }), 1);
    equal([many(online, { ...presence, available: false }, queue(waiter(A))), many(online, { ...presence, open: 2 }, queue(waiter(A)))], [0, 0]);
    equal(many(...here, queue(waiter(A)), { type: "local.link", link: { status: "offline" } }), 0);
  },
  "the title counts who rings and every contact with something unread, once"() {
    const talk = [welcome(A), said(A, 1), said(A, 2), welcome(B), said(B, 1, "handler")];
    equal([wanted(run(online, presence, ...talk)), wanted(run(online, presence, ...talk, queue(waiter("w"))))], [1, 2]);
  },
  "a message sounds when it is new, the caller's, and not before the person's eyes"() {
    const before = run(online, welcome(A), welcome(B), { type: "local.select", contact: A });
    const slots = (event, looking = true, from = before) => newsSince(from, reduce(from, event), looking).map(({ slot }) => slot);
    equal([slots(said(B, 1)), slots(said(A, 1)), slots(said(A, 1), false), slots(said(B, 1, "handler"))], [[2], [], [1], []]);
    // What follows hello was said before: no alarm at every reload.
    equal(slots(said(B, 1), true, reduce(before, { type: "local.link", link: { status: "connecting" } })), []);
  },
  "the ring is as loud as it can be, long enough to be heard, and its loop begins and ends in silence"() {
    const ring = ringSamples(8000);
    const blip = blipSamples(8000);
    const loudest = (samples) => samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
    equal([ring.length, loudest(ring) > 0.9, loudest(ring) <= 1, loudest(blip) > 0.9], [24000, true, true, true]);
    equal(ring.filter((each) => Math.abs(each) > 0.1).length > 8000 * 0.9, true);
    equal([ring[0], loudest(ring.slice(-4000)), Math.abs(blip.at(-1)) < 0.01, blip.length * 5 < ring.length], [0, 0, true, true]);
  },
  "settings are one of their values each; whatever else lies in the storage is not taken"() {
    localStorage.setItem("console", JSON.stringify({ look: "dark", text: "999", words: "planted" }));
    equal(kept(), { look: "dark", text: "100", sound: "on", volume: "80" });
    keep({ ...kept(), text: "130", words: "planted" });
    equal(JSON.parse(localStorage.getItem("console")), { look: "dark", text: "130", sound: "on", volume: "80" });
    localStorage.setItem("console", "{");
    equal(kept(), Object.fromEntries(Object.entries(SETTINGS).map(([name, [first]]) => [name, first])));
    localStorage.clear();
  },
  "a draft or a message that the service does not have yet asks before the page is left"() {
    const draft = (text) => ({ type: "local.draft", contact: A, draft: { text } });
    const sent = { type: "local.posting", contact: A, id: "1", body: "words" };
    equal([[], [draft(" ")], [draft("words")], [sent], [sent, { type: "local.dropped", contact: A, id: "1" }]].map((more) => unsaved(run(welcome(A), ...more))), [false, false, true, true, false]);
    equal(unsaved(run(welcome(A), draft("words"), { type: "local.signed_out" })), false);
  },
  "each danger is named once: by its marker where there is one, else by its cue"() {
    const [cue, marker] = ["cue", "marker"].map((kind) => (id) => ({ kind, id }));
    const named = (...found) => eachOnce(found).map(({ id }) => id);
    equal(named(cue("threat_ultimatum"), cue("child_at_risk"), marker("threat_to_kill"), marker("weapon_access")), ["child_at_risk", "threat_to_kill", "weapon_access"]);
    equal(named(cue("threat_ultimatum"), cue("self_harm"), marker("child_risk")), ["threat_ultimatum", "self_harm", "child_risk"]);
  },
  "where the talk has ended no suggestion can be put into a box that is not there"() {
    const put = (wrap_up) => {
      const words = [];
      const node = { id: "n", cue: "x", prompt: "Are you safe?", unless: "" };
      const contact = { ...run(welcome(A, { wrap_up }), said(A, 1)).contacts[A] };
      const place = document.createElement("div");
      const actions = { seeSafety() {}, putPrompt: (_, prompt) => words.push(prompt.words) };
      render(html`<${Desk.Provider} value=${{ state: INITIAL, actions, data: DATA }}><${Suggestions} contact=${contact} fitting=${[{ node, reasons: [{ cue: "x", seq: 1, start: 0, end: 1, body: "words" }], place: 0, hotkey: "U" }]} /><//>`, place);
      place.querySelector(".suggestion button").click();
      return [words, place.querySelector(".suggestion button").getAttribute("aria-disabled")];
    };
    equal([put(false), put(true)], [[["Are you safe?"], null], [[], "true"]]);
  },
  "a draft stays with its contact while another one is open"() {
    const texts = drawn([welcome(A), welcome(B), { type: "local.select", contact: A }], ({ place, store, actions, draw }) => {
      const box = () => place.querySelector("#composer");
      const shown = (contact) => { store.dispatch({ type: "local.select", contact }); draw(); return box().value; };
      actions.write(A, "half a sentence");
      return [shown(B), shown(A)];
    });
    equal(texts, ["", "half a sentence"]);
  },
  "the question mark opens the handbook only while nobody writes, and Ctrl K the acts anywhere"() {
    const dialogs = drawn([welcome(A), { type: "local.select", contact: A }], ({ place, store, actions }) => {
      listen({ store, actions });
      const press = (where, init) => {
        where.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
        const { dialog } = store.state;
        store.dispatch({ type: "local.show", dialog: null });
        return dialog?.name ?? null;
      };
      let opened = 0;
      const sign = Object.assign(document.createElement("a"), { id: "help-here", onclick: () => { opened += 1; } });
      document.body.append(sign);
      const [box, title] = [place.querySelector("#composer"), place.querySelector("#talk-title")];
      const help = [press(box, { key: "?" }), opened, press(title, { key: "?" }), opened];
      sign.remove();
      return [...help, press(box, { key: "k", code: "KeyK", ctrlKey: true }), press(title, { key: "@", code: "KeyK", ctrlKey: true, altKey: true })];
    });
    equal(dialogs, [null, 0, null, 1, "palette", null]);
  },
  "a new message draws itself and not the others, and of a thousand few stand on the page"() {
    let labels = 0;
    let seq = 1001;
    const cues = [{ cue: "x", start: 0, end: 1, safety: false, get label() { labels += 1; return "words"; } }];
    const heard = (seq) => [said(A, seq), { type: "cues", contact: A, seq, cues, prompts: [] }];
    const earlier = Array.from({ length: 998 }, (_, i) => heard(i + 1)).flat();
    const events = [welcome(A), ...earlier, said(A, 999, "handler"), ...heard(1000), { type: "local.select", contact: A }];
    const found = drawn(events, ({ place, store, draw }) => {
      const nodes = () => place.querySelectorAll("article.message").length;
      const first = [nodes(), labels > 60];
      const drawnFor = (...more) => { labels = 0; for (const event of more) store.dispatch(event); draw(); return labels; };
      const one = drawnFor(...heard(1001));
      const other = drawnFor(welcome(B), said(B, 1), { type: "typing", contact: A, on: true }, queue(waiter("w")));
      // One goes as one comes, and those that stay are left where they are.
      const moved = new MutationObserver(() => {});
      moved.observe(place.querySelector(".messages"), { childList: true });
      const taken = [];
      for (const more of [1, 1, 2, 1, 1]) {
        drawnFor(...Array.from({ length: more }, () => said(A, (seq += 1))));
        taken.push(moved.takeRecords().flatMap(({ removedNodes }) => [...removedNodes]).length);
      }
      while (seq < 1099) drawnFor(said(A, (seq += 1)));
      // Each cue that matters now is read a few times for the script; those of a thousand messages are not.
      return { first, one: one > 0 && one < 10, other: other < 10, taken, last: [nodes() <= 80, place.querySelectorAll(".message__body").item(nodes() - 1).textContent] };
    });
    equal(found, { first: [60, true], one: true, other: true, taken: [1, 1, 1, 1, 1], last: [true, "words 1099"] });
  },
  "earlier messages come when they are asked for"() {
    const earlier = Array.from({ length: 200 }, (_, i) => said(A, i + 1));
    const found = drawn([welcome(A), ...earlier, { type: "local.select", contact: A }], ({ place, draw }) => {
      const shown = () => [place.querySelectorAll("article.message").length, place.querySelector(".messages__earlier")?.textContent];
      const first = shown();
      // Whoever reads further up is not at the end any more.
      const box = place.querySelector(".messages");
      Object.defineProperties(box, { scrollHeight: { value: 5000, configurable: true }, clientHeight: { value: 500, configurable: true } });
      box.dispatchEvent(new Event("scroll"));
      draw();
      place.querySelector(".messages__earlier button").click();
      draw();
      return [first, shown()];
    });
    equal(found, [[60, "Show earlier messages (140)"], [120, "Show earlier messages (80)"]]);
  },
  "messages stand in order without sorting, and one that comes again takes its place"() {
    const order = [3, 1, 2, 5, 4, 2].map((seq) => said(A, seq));
    const { items, known } = run(welcome(A), ...order).contacts[A];
    equal([items.map(({ seq }) => seq), known], [[1, 2, 3, 4, 5], 5]);
  },
  "what changes nothing tells nobody"() {
    const store = createStore(reduce, run(online, welcome(A), said(A, 1), { type: "local.read", contact: A }));
    let told = 0;
    store.subscribe(() => { told += 1; });
    for (const event of [{ type: "local.read", contact: A }, { type: "seen", contact: B, seq: 1 }]) store.dispatch(event);
    equal(told, 0);
    store.dispatch(said(A, 2));
    equal(told, 1);
  },
  "what comes within a frame is taken in its order, all of it at once when it must be, and each once"() {
    const taken = [];
    const { take, flush } = gathered((event) => taken.push(event));
    const steps = [() => take(1), () => take(2), flush, () => take(3), flush, flush].map((step) => { step(); return taken.join(""); });
    equal(steps, ["", "", "12", "12", "123", "123"]);
  },
  "a part that stays still is drawn again only when something it needs has changed"() {
    let times = 0;
    const Part = () => { times += 1; return html`<p>${useDesk().now}</p>`; };
    const place = document.createElement("div");
    const draw = (now, needs) => {
      render(html`<${Desk.Provider} value=${{ now }}><${Still} Part=${Part} needs=${needs} /><//>`, place);
      return [times, place.textContent];
    };
    equal([draw(1, ["a"]), draw(2, ["a"]), draw(3, ["b"]), draw(4, ["b", undefined])], [[1, "1"], [1, "1"], [2, "3"], [3, "4"]]);
  },
  "of many who wait the first are shown and the others are counted"() {
    const many = Array.from({ length: 50 }, (_, i) => waiter(`w${i}`, { position: i + 1 }));
    const found = drawn([presence, { ...queue(...many), count: 1000 }], ({ place }) =>
      [place.querySelectorAll(".waiter").length, place.querySelector(".waiting__beyond").textContent, place.querySelector("#queue-title .count").textContent]);
    equal(found, [25, "975 more callers wait behind these.", "1000"]);
  },
  async "whoever went on writing is not taken away by the caller who comes"() {
    let answer;
    const link = { tell() {}, command: () => new Promise((resolve) => { answer = resolve; }) };
    const store = createStore(reduce, run(online, presence, welcome(A), welcome(B)));
    const actions = createActions(store, link);
    const after = async (meanwhile) => {
      store.dispatch({ type: "local.select", contact: A });
      const asked = actions.take(B);
      meanwhile();
      answer({ contact: B });
      await asked;
      return store.state.selected;
    };
    equal([await after(() => {}), await after(() => actions.write(A, "are you")), store.state.drafts[A].text], [B, A, "are you"]);
  },
  async "a contact given back is gone, also where the answer was lost and it was asked again"() {
    const told = async (code) => {
      const link = { tell() {}, command: () => Promise.reject({ code, message: "No." }) };
      const store = createStore(reduce, run(online, welcome(A)));
      await createActions(store, link).release(A);
      return [Object.keys(store.state.contacts), store.state.notices.map(({ kind }) => kind)];
    };
    equal([await told("contact.not_found"), await told("contact.closed")], [[[], ["info"]], [[A], ["error"]]]);
  },
});
