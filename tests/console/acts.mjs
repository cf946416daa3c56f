// How an act is found: by its own words, by other words for it, by its key. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { createActions } from "/static/console/actions.js";
import { App } from "/static/console/app.js";
import { byCode, matching, possible, withKeys } from "/static/console/commands.js";
import { OTHER_KEYS } from "/static/console/keys.js";
import { TASKS, byTask } from "/static/console/panes/keys-sheet.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { html, render } from "/static/console/view.js";

const A = "11111111-1111-4111-8111-111111111111";
const B = "22222222-2222-4222-8222-222222222222";
const AT = "2026-11-21T10:00:00+00:00";
const DATA = { outcomes: [], markers: [], levels: [], caller_types: [], areas: [], services: [], cue_labels: {} };
const online = { type: "local.link", link: { status: "online" } };
const welcome = (contact, more = {}) => ({ type: "welcome", contact, state: "talking", seq: 0, read: 0, level: null, caller: "online", wrap_up: false, answers: {}, joined_at: AT, taken_at: AT, ...more });
const select = { type: "local.select", contact: A };
const asking = { type: "transfer", contact: B, from: "ben", skill: null, entry: {}, expires_at: AT };
const offer = { type: "offer", contact: B, expires_at: AT, entry: { contact: B, joined_at: AT, badges: [] } };
const run = (...events) => events.reduce(reduce, { ...INITIAL, me: "ann" });
const talking = run(online, welcome(A), select);
const wrapping = run(online, welcome(A, { state: "ended", wrap_up: true }), select);
const found = (state, typed) => matching(possible(state), typed).map(({ does }) => does);

/** What went out from a desk as it stands once `act` has been done there. */
function sent(state, act) {
  const frames = [];
  const store = createStore(reduce, state);
  const link = { tell() {}, command: (frame) => { frames.push(frame); return new Promise(() => {}); } };
  act({ store, actions: createActions(store, link) });
  return frames.map(({ type, contact }) => [type, contact]);
}

tell({
  "every word that somebody looks for leads to its act"() {
    const DANGER = "Immediate danger: call every supervisor, and open the danger script";
    const PASS_ON = "Pass this talk on, with a note";
    const wanted = {
      "hand over": PASS_ON, transfer: PASS_ON, colleague: PASS_ON, urgent: "Triage", danger: DANGER, 999: DANGER, police: DANGER, guidance: "Script",
      abuse: "A line is crossed: warn, or end the chat", refer: "Signpost: search a service", "send card": "Signpost: search a service",
      finish: "End the talk (asks first), then wrap up", "log out": "Sign out: says first what becomes of your talks",
      logout: "Sign out: says first what becomes of your talks", agreed: "Send as what we agreed: go to that button",
    };
    equal(Object.keys(wanted).map((typed) => [typed, found(talking, typed)[0]]), Object.entries(wanted));
    equal(["close", "finish"].map((typed) => found(wrapping, typed)[0]), Array(2).fill("Close this contact (finish the wrap-up)"));
  },
  "what cannot be undone stands behind what can, and is still found by its own words"() {
    const KNOWN = "I know this person: press it twice to hand the contact over";
    equal(found(talking, "hand over"), ["Pass this talk on, with a note", "Give this contact back to the queue (asks first)", KNOWN]);
    equal([found(talking, "danger").at(-1), found(talking, "i know")[0]], ["Ask a supervisor for help", KNOWN]);
  },
  "one key accepts what comes: an offer first, else the talk that is passed on"() {
    const accept = byCode("KeyY");
    const takes = (...events) => { const state = run(online, ...events); return Boolean(accept.when(state)) && sent(state, accept.act); };
    equal(takes(), false);
    equal(takes(asking), [["contact.transfer.accept", B]]);
    equal(takes(asking, offer), [["queue.take", B]]);
    equal(Boolean(accept.when(run(asking, { type: "local.link", link: { status: "offline" } }))), false);
  },
  "the key stands on the one button that it presses"() {
    const keyed = (...events) => {
      const store = createStore(reduce, run(online, ...events));
      const place = document.createElement("div");
      document.body.append(place);
      render(html`<${App} store=${store} actions=${createActions(store, { tell() {}, command: () => new Promise(() => {}) })} data=${DATA} />`, place);
      const labels = [...place.querySelectorAll(".coming .button--primary")].map((button) => `${button.closest("section").className}: ${button.textContent}`);
      render(null, place);
      place.remove();
      return labels;
    };
    equal(keyed(asking), ["incoming__one: AcceptAlt Y"]);
    equal(keyed(asking, offer), ["offer: AcceptAlt Y", "incoming__one: Accept"]);
  },
  "a contact is closed by a key only while it is to be wrapped up"() {
    equal([talking, wrapping].map((state) => Boolean(byCode("KeyF").when(state))), [false, true]);
  },
  "the sheet has every key once, under what one is about to do"() {
    const all = [...withKeys(), ...OTHER_KEYS];
    const sheet = byTask(all);
    equal(sheet.flatMap(({ rows }) => rows.map(({ key }) => key)).sort(), all.map(({ key }) => key).sort());
    equal(TASKS.flatMap(({ keys }) => keys).filter((key) => !all.some((each) => each.key === key)), []);
    equal(byTask([...all, { key: "Alt 0", does: "Nothing" }]).at(-1), { task: "More", rows: [{ key: "Alt 0", does: "Nothing" }] });
  },
});
