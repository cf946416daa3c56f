// The console's own rules, run in a real browser under the service's own CSP by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { closing } from "/static/board/closing.js";
import { createActions } from "/static/console/actions.js";
import { App } from "/static/console/app.js";
import { activeCues, alarms, heardSafety, promptNow, unasked, unread, welcomed, withItem } from "/static/console/contact.js";
import { mayPractise } from "/static/console/changes/practice.js";
import { backOff, newId } from "/static/console/link.js";
import { unsaved } from "/static/console/leaving.js";
import { blanksIn, lengthOf, pieces, wordsOf } from "/static/console/marks.js";
import { Outbox } from "/static/console/outbox.js";
import { everydayFirst } from "/static/console/panes/practice.js";
import { who } from "/static/console/panes/queue.js";
import { keepPlaces } from "/static/console/panes/steady.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { html, render } from "/static/console/view.js";
import { age } from "/static/console/words.js";

const A = "11111111-1111-4111-8111-111111111111";
const B = "22222222-2222-4222-8222-222222222222";
const said = (seq, from, body = `words ${seq}`) => ({ kind: "message", type: "message", contact: A, seq, id: `id-${seq}`, from, body, at: "2026-11-21T10:00:00+00:00" });
const fresh = () => welcomed(undefined, { type: "welcome", contact: A, state: "talking", seq: 0, level: null, caller: "online", wrap_up: false, answers: {} }, 1);
const talk = (...items) => items.reduce(withItem, fresh());
const run = (...events) => events.reduce(reduce, INITIAL);
const welcome = (contact, more = {}) => ({ type: "welcome", contact, state: "talking", seq: 0, level: null, caller: "online", wrap_up: false, answers: {}, ...more });

/** A console with one contact and `text` in its box: press `selector`, and give the frames that go out. */
function pressed(selector, text) {
  const sent = [];
  const link = { tell() {}, command: (frame) => { sent.push(frame); return new Promise(() => {}); } };
  const store = createStore(reduce, INITIAL);
  const events = [welcome(A), said(1, "handler"), { ...said(2, "handler"), agreed: true }, { type: "local.select", contact: A },
    { type: "local.draft", contact: A, draft: { text, prompt: null } }];
  for (const event of events) store.dispatch(event);
  const place = document.createElement("div");
  document.body.append(place);
  const data = { outcomes: [], markers: [], levels: [], caller_types: [], areas: [], services: [], cue_labels: {} };
  render(html`<${App} store=${store} actions=${createActions(store, link)} data=${data} />`, place);
  const marked = [...place.querySelectorAll(".message")].map((item) => item.querySelector(".tag")?.textContent ?? "");
  place.querySelector(selector).click();
  render(null, place);
  place.remove();
  const { drafts, contacts } = store.state;
  return { sent: sent.filter(({ type }) => type === "message.post"), held: contacts[A].outbox, left: drafts[A].text, marked };
}

const rules = {
  "what we agreed goes out marked, is held marked, and stands marked in the talk"() {
    const { sent, held, left, marked } = pressed(".composer__agreed", " You ring on Monday. ");
    equal(sent.map(({ body, agreed }) => [body, agreed]), [["You ring on Monday.", true]]);
    equal([held.map(({ agreed }) => agreed), left, marked], [[true], "", ["", "What we agreed"]]);
  },
  "an ordinary message says nothing of an agreement"() {
    const { sent, held } = pressed(".composer [type=submit]", "Hello");
    equal([sent.map((frame) => "agreed" in frame), held.map((entry) => "agreed" in entry)], [[false], [false]]);
  },
  "an empty box and one with a blank send nothing as agreed at once"() {
    equal([pressed(".composer__agreed", " ").sent, pressed(".composer__agreed", "You ring [whom].").sent], [[], []]);
  },
  "a message that comes twice is shown once"() {
    equal(talk(said(1, "caller"), said(1, "caller")).items.length, 1);
  },
  "messages stand in their order, however they come"() {
    equal(talk(said(2, "handler"), said(1, "caller")).items.map((item) => item.seq), [1, 2]);
  },
  "the known number stops before a hole and passes it once it is filled"() {
    equal([talk(said(1, "caller"), said(3, "caller")).known, talk(said(1, "caller"), said(3, "caller"), said(2, "caller")).known], [1, 3]);
  },
  "an arrived message leaves the outbox"() {
    const held = { ...fresh(), outbox: [{ id: "id-1", body: "words 1" }] };
    equal(withItem(held, said(1, "handler")).outbox, []);
  },
  "only what came after our last answer is unread"() {
    equal(unread(talk(said(1, "caller"), said(2, "handler"), said(3, "caller"), said(4, "caller"))), 2);
  },
  "what was read in another window, or before a reload, is not unread"() {
    const heard = [welcome(A, { read: 1 }), said(1, "caller"), said(2, "caller"), said(3, "caller")];
    const news = (...events) => unread(run(...events).contacts[A]);
    equal([news(...heard), news(...heard, { type: "read", contact: A, seq: 2 }), news(...heard, { type: "local.read", contact: A })], [2, 1, 0]);
    equal(news(...heard, { type: "read", contact: A, seq: 2 }, welcome(A, { read: 1 })), 1);
  },
  "the right pane begins with the script for a new contact, and is remembered for each"() {
    const tabs = [welcome(A), { type: "local.select", contact: A }, { type: "local.show", tab: "signpost" }, welcome(B), { type: "local.select", contact: B }];
    const back = [...tabs, { type: "local.select", contact: A }];
    const again = [...back, { type: "gone", contact: A, reason: "released" }, welcome(A), { type: "local.select", contact: A }];
    equal([tabs, back, again].map((events) => run(...events).tab), ["script", "signpost", "script"]);
  },
  "a safety cue stays after an answer, another one goes"() {
    const cues = { 1: [{ cue: "self_harm", start: 0, end: 5, safety: true }, { cue: "partner_blame", start: 0, end: 5, safety: false }] };
    const held = { ...talk(said(1, "caller"), said(2, "handler"), said(3, "caller")), cues };
    equal(activeCues(held).map(({ cue }) => cue), ["self_harm"]);
    equal(activeCues({ ...held, aside: ["1:self_harm"] }), []);
  },
  "an alarm stays through an answer of ours until it is seen, and the same words raise it again"() {
    const cues = { type: "cues", contact: A, seq: 1, cues: [{ cue: "threat", start: 0, end: 5, safety: true }, { cue: "partner_blame", start: 0, end: 5, safety: false }] };
    const heard = [welcome(A), said(1, "caller"), cues, said(2, "handler")];
    const seen = [...heard, { type: "local.safety_seen", contact: A, keys: ["1:threat"] }];
    const again = [...seen, said(3, "caller"), { ...cues, seq: 3 }];
    const names = (events) => alarms(run(...events).contacts[A]).map(({ id }) => id);
    equal([names(heard), names(seen), names(again)], [["threat"], [], ["threat"]]);
    equal(heardSafety(run(...seen).contacts[A]), [{ kind: "cue", id: "threat", keys: ["1:threat"] }]);
    equal(alarms({ ...run(...heard).contacts[A], aside: ["1:threat"] }), []);
  },
  "a risk marker that was heard alarms until it is seen or answered, and is unasked until it is answered"() {
    const events = [welcome(A), { type: "risk", contact: A, markers: ["weapons", "stalking"] }];
    const held = run(...events).contacts[A];
    const seen = run(...events, { type: "local.safety_seen", contact: A, keys: ["marker:weapons", "marker:stalking"] }).contacts[A];
    const answers = { weapons: "no", stalking: "not_asked" };
    equal([alarms(held).map(({ id }) => id), alarms(held, answers).map(({ id }) => id), alarms(seen)], [["weapons", "stalking"], ["stalking"], []]);
    equal([unasked(seen), unasked(seen, answers)], [["weapons", "stalking"], ["stalking"]]);
  },
  "an alarm that is seen stays seen after a cut"() {
    const state = run(welcome(A), { type: "risk", contact: A, markers: ["weapons"] },
      { type: "local.safety_seen", contact: A, keys: ["marker:weapons"] }, welcome(A), { type: "risk", contact: A, markers: ["weapons"] });
    equal(alarms(state.contacts[A]), []);
  },
  "Alt P takes the first safety prompt while one is offered, else the step of the script"() {
    const guidance = { current: { id: "now" }, interrupts: [{ id: "other", cues: ["self_harm"] }, { id: "safe", cues: ["threat"] }] };
    const cues = { 1: [{ cue: "threat", start: 0, end: 5, safety: true }] };
    const held = { ...talk(said(1, "caller")), cues };
    equal([promptNow(held, guidance).id, promptNow({ ...held, aside: ["1:threat"] }, guidance).id, promptNow(held, null)], ["safe", "now", null]);
  },
  "a contact keeps its number when another one goes"() {
    const state = run(welcome(A), welcome(B), { type: "gone", contact: A, reason: "closed" });
    equal([state.contacts[B].slot, Object.keys(state.contacts)], [2, [B]]);
  },
  "a notice about a contact goes when its number is given to another, and not when the same one is welcomed again"() {
    const notices = (...events) => run(welcome(A), welcome(B), ...events).notices.map(({ text }) => text);
    const alert = (contact) => ({ type: "alert", contact, kind: "x" });
    const gone = { type: "gone", contact: A, reason: "transferred" };
    const SAID = "Contact 1 is with somebody else now: your transfer was accepted.";
    equal(notices(alert(B), gone), [SAID, "Alert, contact 2: X."]);
    equal(notices(alert(A), alert(B), gone, welcome("c")), ["Alert, contact 2: X."]);
    equal(notices(alert(A), welcome(A)), ["Alert, contact 1: X."]);
    const twelve = [...Array(9).keys()].map((n) => welcome(`c${n}`));
    equal(notices(...twelve, welcome("d"), alert("d"), gone, welcome("e")), ["Alert, contact 12: X."]);
  },
  "the same notice is counted and comes first, once"() {
    const note = (text) => ({ type: "local.notice", text });
    equal(run(note("one"), note("two"), note("one")).notices.map(({ text, times }) => [text, times]), [["one", 2], ["two", 1]]);
    equal(run({ ...note("one"), kind: "info" }, { ...note("one"), kind: "error" }).notices.length, 2);
  },
  "nothing of a contact stays when it goes"() {
    const state = run(welcome(A), said(1, "caller", "planted words"),
      { type: "local.draft", contact: A, draft: { text: "planted words" } },
      { type: "local.details", contact: A, details: { status: "ready" } }, { type: "gone", contact: A, reason: "released" });
    equal(JSON.stringify(state).includes("planted"), false);
    equal([state.details, state.drafts], [{}, {}]);
  },
  "nothing stays once nobody is signed in"() {
    const state = run(welcome(A), said(1, "caller", "planted words"), { type: "local.signed_out" });
    equal([state.contacts, state.link.status], [{}, "refused"]);
  },
  "what is half-written beside a contact that closes by itself stays until it is put away"() {
    const half = [welcome(A), said(1, "caller", "planted words"), { type: "local.writing", contact: A, id: "note-text", changes: { text: "half a note" } },
      { type: "local.draft", contact: A, draft: { text: "half a message" } }];
    const state = run(...half, { type: "gone", contact: A, reason: "timed_out", at: 0 });
    equal(state.unkept[A].texts, [{ label: "Your note, not kept", text: "half a note" }, { label: "Your message to the caller, not sent", text: "half a message" }]);
    equal(state.notices[0].text, "Contact 1 closed by itself: the time for its wrap-up was over. What you were writing is beside the queue.");
    equal([JSON.stringify(state).includes("planted"), unsaved(state)], [false, true]);
    const away = reduce(state, { type: "local.unkept_put_away", contact: A });
    equal([away.unkept, unsaved(away)], [{}, false]);
    equal([run(...half, { type: "local.signed_out" }).unkept, reduce(state, { type: "local.signed_out" }).unkept], [{}, {}]);
  },
  "what one closes or gives back oneself leaves nothing, nor does one that was all said"() {
    const note = (text) => ({ type: "local.writing", contact: A, id: "note-text", changes: { text } });
    const left = (text, reason) => Object.keys(run(welcome(A), note(text), { type: "gone", contact: A, reason }).unkept).length;
    equal([left("half", "closed"), left("half", "released"), left("  ", "timed_out"), left("half", "timed_out")], [0, 0, 0, 1]);
  },
  "what was not welcomed again after a cut is taken away"() {
    const state = run(welcome(A), welcome(B), { type: "local.link", link: { status: "connecting" } }, welcome(B), { type: "local.settled", at: 1 });
    equal(Object.keys(state.contacts), [B]);
  },
  "cue offsets count code points, and overlapping cues keep all their words"() {
    const body = "😅 she made me do it";
    const cues = [{ cue: "a", start: 2, end: 13 }, { cue: "b", start: 6, end: 20 }];
    equal(wordsOf(body, cues[0]), "she made me");
    equal(pieces(body, cues).map(({ text, cues: found }) => [text, found.map(({ cue }) => cue).join("")]),
      [["😅 ", ""], ["she ", "a"], ["made me", "ab"], [" do it", "b"]]);
  },
  "blanks are found with both kinds of bracket, and only on one line"() {
    equal(blanksIn("You said [what], ring {phone} [not\nthis]").map(({ text }) => text), ["[what]", "{phone}"]);
  },
  "length is counted as the server counts it"() {
    equal([lengthOf("😅"), lengthOf("e\u0301")], [1, 1]);
  },
  "a row says that there are no flags only where there are none"() {
    equal([{}, { safe_now: true }, { age_band: "26_40" }].map(who), ["No safety words, no flags", "No safety words, no flags", "26 to 40"]);
    equal([{ safe_now: false }, { badges: ["threat"] }, { level: "urgent" }, { under_18: true }, { with_code: true }].map(who), Array(5).fill("No further answers"));
    equal(who({ with_code: true, rang_programme: "not_yet" }), "Has not rung the programme yet");
    equal(who({ about: "work", need: "consultation", area: "Leeds" }), "Wants to talk a case through · Leeds");
  },
  "a list that is held keeps its places"() {
    const entry = (contact) => ({ contact });
    equal(keepPlaces([entry("a"), entry("b")], [entry("c"), entry("b")]), [{ contact: "a", left: true }, { contact: "b" }, { contact: "c" }]);
  },
  "waiting before the next try doubles up to fifteen seconds"() {
    equal([1, 2, 3, 20].map((failures) => backOff(failures, () => 1)), [500, 1000, 2000, 15000]);
    equal([1, 20].map((failures) => backOff(failures, () => 0)), [250, 7500]);
  },
  "an age is never below nought"() {
    const at = Date.parse("2026-11-21T10:00:00+00:00");
    equal([age("2026-11-21T10:05:00+00:00", at), age("2026-11-21T09:53:00+00:00", at), age("2026-11-21T08:55:00+00:00", at)], ["under 1 min", "7 min", "1 h 05"]);
  },
  "ids are version 4 UUIDs without crypto.randomUUID too"() {
    const own = crypto.randomUUID;
    crypto.randomUUID = undefined;
    const id = newId();
    crypto.randomUUID = own;
    equal(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id), true);
  },
  "practice is offered while connected, with nobody of one's own, and not beside another practice"() {
    const free = { link: { status: "online" }, presence: { training: false }, contacts: {} };
    const asked = [free, { ...free, link: { status: "offline" } }, { ...free, presence: null }, { ...free, presence: { training: true } }, { ...free, contacts: { a: {} } }];
    equal(asked.map(mayPractise), [true, false, false, false, false]);
  },
  "that somebody who has just gone cannot be told of typing is no news; any other refusal is"() {
    const refused = (more) => run({ type: "error", code: "contact.not_found", message: "There is none.", ...more }).notices.length;
    equal([refused({}), refused({ id: "1" }), refused({ code: "command.invalid" })], [0, 1, 1]);
  },
  "the outbox sends one at a time, and again after a cut with the same id"() {
    const sent = [];
    const outbox = new Outbox({ send: (frame) => sent.push(frame.id), silent: () => {} });
    outbox.add({ id: "1" });
    outbox.add({ id: "2" });
    outbox.resume();
    outbox.pause();
    outbox.resume();
    outbox.settle({ type: "ack", id: "1" });
    outbox.pause();
    equal(sent, ["1", "1", "2"]);
  },
  "words that could not be stored keep their id and their place, and go out again before those behind them"() {
    const sent = [];
    const outbox = new Outbox({ send: (frame) => sent.push(frame.id), silent: () => {} });
    outbox.add({ id: "1" });
    outbox.add({ id: "2" });
    outbox.resume();
    outbox.settle({ type: "error", id: "1", code: "storage.unavailable" });
    equal([sent, outbox.size], [["1"], 2]);
    outbox.pause();
    outbox.resume();
    outbox.settle({ type: "ack", id: "1" });
    outbox.pause();
    equal(sent, ["1", "1", "2"]);
  },
  "a caller's words are text, whatever they look like, and reach no title, address or storage"() {
    const store = createStore(reduce, INITIAL);
    const place = document.createElement("div");
    document.body.append(place);
    const data = { levels: [], outcomes: [], markers: [], areas: [], caller_types: [], services: [], cue_labels: {} };
    const actions = { refreshGuidance() {}, markRead() {} };
    render(html`<${App} store=${store} actions=${actions} data=${data} />`, place);
    for (const event of [welcome(A), said(1, "caller", "<img src=x onerror=alert(1)> planted"), { type: "local.select", contact: A }]) store.dispatch(event);
    render(html`<${App} store=${store} actions=${actions} data=${data} key="again" />`, place);
    equal([place.querySelector("img"), place.querySelector(".message__body").textContent], [null, "<img src=x onerror=alert(1)> planted"]);
    equal([document.title, location.href, localStorage.length + sessionStorage.length].join().includes("planted"), false);
    equal(localStorage.length + sessionStorage.length, 0);
    render(null, place);
  },
  "those whom the line is for are practised with first, and each kind in the order it came in"() {
    const types = ["person_using_abuse", "victim_survivor", "out_of_scope"].map((id) => ({ id }));
    const callers = [["landlord", 2], ["shove", 0], ["hurt", 1], ["plan", 0]].map(([id, kind]) => ({ id, caller_type: types[kind].id }));
    equal(everydayFirst(callers, { caller_types: types }).map(({ id }) => id), ["shove", "plan", "hurt", "landlord"]);
  },
  "the board says on which day the line closes, unless it is today; midnight is said of its evening"() {
    const now = Date.parse("2026-12-24T18:00:00+00:00");
    const closes = ["2026-12-24T21:00", "2026-12-25T00:00", "2026-12-25T06:00", "2027-01-01T00:00"].map((at) => closing(`${at}:00+00:00`, now));
    equal(closes, ["at 21:00", "at midnight", "on Friday 25 December at 06:00", "on Thursday 31 December at midnight"]);
  },
};

tell(rules);
