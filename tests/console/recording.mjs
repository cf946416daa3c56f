// Phone calls and e-mails on the console: what is there, and what is not. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { createActions } from "/static/console/actions.js";
import { App } from "/static/console/app.js";
import { mayRecord, spoken } from "/static/console/channels.js";
import { ringing } from "/static/console/attention.js";
import { possible } from "/static/console/commands.js";
import { activeCues } from "/static/console/contact.js";
import { presenceWords } from "/static/console/changes/presence.js";
import { whyNot } from "/static/console/panes/queue.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { html, render } from "/static/console/view.js";

const A = "11111111-1111-4111-8111-111111111111";
const S = "33333333-3333-4333-8333-333333333333";
const ANSWERS = { about: "own_behaviour", safe_now: null, area: null, age_band: null, gender: null, language: "en" };
const welcome = (more = {}) => ({ type: "welcome", contact: A, state: "talking", seq: 0, level: null, caller: "online", wrap_up: false, channel: "phone", taken_at: "2026-11-21T10:00:00+00:00", answers: ANSWERS, ...more });
const presence = { type: "presence", available: true, capacity: 2, open: 1, on_phone: true, skills: [] };
const online = { type: "local.link", link: { status: "online" } };
const desk = (...events) => [online, presence, ...events, { type: "local.select", contact: A }].reduce(reduce, INITIAL);
const triage = { markers: {}, caller_type: null, readiness_before: null, readiness_after: null, suggestion: { level: null, reasons: [], not_asked: [] } };
const data = {
  outcomes: [{ id: "completed", label: "Talk completed" }], markers: [], levels: [], caller_types: [], areas: [], services: [],
  cue_labels: { partner_blame: "Partner blame" },
  talk_cards: { importance: { question: "How important is it to you?", low: "not at all", high: "very" }, confidence: { question: "How sure are you?", low: "not at all", high: "very" } },
};

/** A console with this contact open, and what `look(place, {sent, asked, store})` gives of it. */
async function shown(events, look) {
  const sent = [];
  const link = { tell() {}, command: (frame) => { sent.push(frame); return Promise.resolve({ contact: A }); } };
  const store = createStore(reduce, desk(...events));
  const place = document.createElement("div");
  document.body.append(place);
  render(html`<${App} store=${store} actions=${createActions(store, link)} data=${data} />`, place);
  try {
    return await look(place, { sent, store });
  } finally {
    render(null, place);
    place.remove();
  }
}

const does = (state) => possible(state).map(({ does: words }) => words).join("\n");

const rules = {
  async "there is no message box, no log of words and no notes, and it says why"() {
    const found = await shown([welcome()], (place) => [
      place.querySelectorAll("textarea, .messages, input[type=text]").length, [...place.querySelectorAll(".tabs [role=tab]")].map((tab) => tab.textContent.slice(0, 6)),
      place.querySelector(".recording__banner").textContent.includes("No words are kept"), place.querySelector(".talk__title .tag").textContent,
    ]);
    equal(found, [0, ["Script", "Triage", "Signpo"], true, "On the phone"]);
  },
  async "what a worker needs is recorded of a worker, and of nobody else"() {
    const work = { ...ANSWERS, about: "work", need: "programme" };
    const asked = (place) => [...place.querySelectorAll(".recording__row label")].filter((label) => label.textContent.startsWith("What they need")).map((label) => label.querySelector("select").value);
    equal([await shown([welcome({ answers: work })], asked), await shown([welcome()], asked)], [["programme"], []]);
  },
  async "a written talk has them as ever"() {
    const found = await shown([welcome({ channel: undefined })], (place) => [place.querySelectorAll("#composer, .messages").length, place.querySelectorAll(".recording").length, place.querySelectorAll(".tabs [role=tab]").length]);
    equal(found, [2, 0, 4]);
  },
  "no act that writes, gives back or passes on is offered, and ending and help are"() {
    const words = does(desk(welcome()));
    for (const no of ["message box", "Give this contact back", "Pass this talk on", "I know this person", "A line is crossed", "Saved replies", "Ruler for", "Notes beside", "what we agreed"]) equal([no, words.includes(no)], [no, false]);
    for (const yes of ["End the talk", "Ask a supervisor for help", "Throw this away", "Triage", "Signpost"]) equal([yes, words.includes(yes)], [yes, true]);
    const written = does(desk(welcome({ channel: undefined })));
    equal([written.includes("Give this contact back"), written.includes("Throw this away")], [true, false]);
  },
  "what is ticked counts as heard, and unticked no more"() {
    const heard = (on) => ({ type: "local.heard", contact: A, cue: "partner_blame", on });
    equal(activeCues(desk(welcome(), heard(true)).contacts[A]).map(({ cue, body }) => [cue, body]), [["partner_blame", ""]]);
    equal(activeCues(desk(welcome(), heard(true), heard(true), heard(false)).contacts[A]), []);
  },
  "a phone call keeps everybody else away, and may be recorded while away, not in practice"() {
    const queue = { type: "queue.changed", waiting: [{ contact: S }], count: 1, talking: 0, intake: "open", not_for_you: [] };
    equal(whyNot(desk(welcome(), queue)), "You are on the phone.");
    equal(whyNot(desk(welcome(), queue, { ...presence, on_phone: false })), "");
    equal([desk(welcome(), queue), desk(welcome(), queue, { ...presence, on_phone: false })].map(ringing), [0, 1]);
    equal([1, 2].map((open) => presenceWords({ ...presence, open }).split(" You have ")[1] ?? ""), ["", "1 conversation beside it."]);
    const may = (more) => mayRecord(desk({ ...presence, ...more }));
    equal([may({ available: false, open: 4 }), may({ training: true })], [true, false]);
  },
  async "a number that is said brings the next questions, and is recorded only by hand"() {
    const details = { type: "local.details", contact: A, details: { status: "ready", triage, signposts: [], guidance: null } };
    const found = await shown([welcome(), details, { type: "local.ruler", contact: A, name: "importance", value: 4 }], (place, { store }) => [
      place.querySelector(".recording__ruler [role=status]").textContent.includes("What makes it a 4 and not lower?"),
      [...place.querySelectorAll(".recording__ruler .button")].map((button) => button.textContent), store.state.details[A].triage.readiness_before,
    ]);
    equal(found, [true, ["at the start", "at the end"], null]);
  },
  "a card is read aloud in lines, each thing once"() {
    equal(spoken({ name: "Samaritans", provider: "Samaritans", phone: "116 123", hours: "24 hours", website: null }), "Samaritans\nPhone: 116 123\nHours: 24 hours");
    const held = { name: "A", hours: "Monday", hours_now: "Open now until 5 in the afternoon" };
    equal([spoken(held), spoken(held, { now: true })], ["A\nHours: Monday", "A\nHours: Monday\nOpen now until 5 in the afternoon"]);
  },
  async "to begin says which and what about; the contact opens"() {
    const found = await shown([welcome({ contact: S }), { type: "local.show", dialog: { name: "record" } }], async (place, { sent, store }) => {
      place.querySelectorAll('[name="record-channel"]')[1].click();
      await new Promise(requestAnimationFrame);
      place.querySelector(".record [type=submit]").click();
      await new Promise((then) => setTimeout(then));
      return [sent.map(({ type, channel, about }) => [type, channel, about]), store.state.dialog];
    });
    equal(found, [[["record.start", "email", "unsure"]], null]);
  },
  async "what was thrown away says so"() {
    const state = reduce(desk(welcome()), { type: "gone", contact: A, reason: "discarded" });
    equal([Object.keys(state.contacts), state.notices[0].text.includes("thrown away")], [[], true]);
  },
  async "the wrap-up asks the same, with what the caller said of themselves"() {
    const found = await shown([welcome({ state: "ended", wrap_up: true, reason: "left_open" })], (place) => [place.querySelectorAll(".wrap-up .recording__answers select").length, place.querySelector(".wrap-up").textContent.includes("ended by itself"), place.querySelector(".wrap-up").textContent.includes("Nothing more can be sent")]);
    equal(found, [5, true, false]);
  },
};

tell(rules);
