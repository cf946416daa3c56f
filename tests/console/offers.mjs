// Offers in the console, run in a real browser by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { called, ringing } from "/static/console/attention.js";
import { createActions } from "/static/console/actions.js";
import { App } from "/static/console/app.js";
import { secondsLeft } from "/static/console/changes/offers.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { html, render } from "/static/console/view.js";

const A = "11111111-1111-4111-8111-111111111111";
const B = "22222222-2222-4222-8222-222222222222";
const entry = { contact: A, position: 1, about: "own_behaviour", badges: [], joined_at: "2026-11-21T10:00:00+00:00", caller: "online", offered: true };
const offer = { type: "offer", contact: A, expires_at: "2026-11-21T10:00:30+00:00", entry };
const gone = (reason, contact = A) => ({ type: "offer.gone", contact, reason });
const run = (...events) => events.reduce(reduce, INITIAL);
const data = { levels: [], outcomes: [], markers: [], areas: [], caller_types: [], services: [], cue_labels: {} };

/** A console that is shown `events`; press `selector`, and give the frames that go out. */
function pressed(selector, ...events) {
  const sent = [];
  const link = { tell() {}, command: (frame) => { sent.push(frame); return new Promise(() => {}); } };
  const store = createStore(reduce, INITIAL);
  const place = document.createElement("div");
  document.body.append(place);
  const online = { type: "local.link", link: { status: "online" } };
  for (const event of [online, ...events]) store.dispatch(event);
  render(html`<${App} store=${store} actions=${createActions(store, link)} data=${data} />`, place);
  const buttons = [...place.querySelectorAll(selector)];
  for (const button of buttons) button.click();
  render(null, place);
  return [buttons.length, ...sent];
}

const queue = { type: "queue.snapshot", waiting: [{ ...entry, contact: B }, entry], count: 70, talking: 0, intake: "open", not_for_you: [] };
const here = { type: "presence", available: true, capacity: 2, open: 0 };

const rules = {
  "a caller who was given rings and is said until opened"() {
    const online = { type: "local.link", link: { status: "online" } };
    const welcome = { type: "welcome", contact: A, state: "talking", seq: 0, read: 0, level: null, caller: "online", wrap_up: false, answers: {} };
    const given = { type: "given", contact: A };
    const came = run(online, welcome, given);
    equal([ringing(came), called(came), came.notices[0].text], [1, ["A caller was given to you"], "A supervisor has given you a caller: contact 1. Alt 1 opens it."]);
    const opened = reduce(came, { type: "local.select", contact: A });
    equal([ringing(opened), opened.notices.length], [0, 0]);
    equal(ringing(run(online, welcome, { type: "local.select", contact: A }, given)), 0);
    equal(run(online, given).notices, []);
  },
  "the seconds that are left are whole, and never below nought"() {
    const at = (seconds) => Date.parse("2026-11-21T10:00:00+00:00") + seconds * 1_000;
    equal([secondsLeft(offer, at(0)), secondsLeft(offer, at(29.5)), secondsLeft(offer, at(31))], [30, 1, 0]);
  },
  "an offer is kept until it is gone, and only its own end ends it"() {
    equal(run(offer).offer.contact, A);
    equal(run(offer, gone("missed", B)).offer.contact, A);
    equal(run(offer, gone("missed")).offer, null);
    equal(run(offer, queue).offer, null);
  },
  "what an end means is said in words, and what one did oneself is not"() {
    const told = (reason) => run(offer, gone(reason)).notices[0].text;
    equal(told("away").includes("set away"), true);
    equal(told("left"), "The caller who was offered to you has left.");
    equal([run(offer).notices.length, run(offer, gone("accepted")).notices.length, run(offer, gone("declined")).notices.length], [1, 0, 0]);
  },
  "accepting takes the offered contact by its name"() {
    equal(pressed(".offer__accept", queue, here, offer), [1, { type: "queue.take", contact: A }]);
  },
  "declining names it and asks for nothing else"() {
    equal(pressed(".offer__decline", queue, here, offer), [1, { type: "offer.decline", contact: A }]);
  },
  "what is being offered to somebody else cannot be taken"() {
    equal(pressed(".waiter .button", { ...queue, waiting: [entry] }, here), [1]);
  },
};

tell(rules);
