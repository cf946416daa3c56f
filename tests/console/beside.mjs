// The rules of what stands around talks: transfers, notes, help, following.

import { equal, tell } from "/tests/console/harness.mjs";
import { createActions } from "/static/console/actions.js";
import { ringing } from "/static/console/attention.js";
import { toldOf, unreadNotes } from "/static/console/changes/beside.js";
import { unsaved } from "/static/console/leaving.js";
import { Desk } from "/static/console/parts.js";
import { BesideLine } from "/static/console/panes/beside-line.js";
import { FollowedNotes } from "/static/console/panes/following.js";
import { Messages } from "/static/console/panes/messages.js";
import { Writing } from "/static/console/panes/notes.js";
import { Told } from "/static/console/panes/told.js";
import { INITIAL, createStore, reduce } from "/static/console/store.js";
import { html, render } from "/static/console/view.js";
import { timeLeft } from "/static/console/words-beside.js";

const A = "11111111-1111-4111-8111-111111111111";
const B = "22222222-2222-4222-8222-222222222222";
const at = "2026-11-21T10:00:00+00:00";
const run = (...events) => events.reduce(reduce, { ...INITIAL, me: "ann" });
const welcome = (contact) => ({ type: "welcome", contact, state: "talking", seq: 0, read: 0, level: null, caller: "online", wrap_up: false, answers: {} });
const following = (contact) => ({ type: "following", contact, state: "talking", seq: 1, handler: "ben", joined: false, answers: {}, level: null, caller: "online", joined_at: at, taken_at: at });
const message = (contact, seq, body) => ({ type: "message", contact, seq, id: `id-${seq}`, from: "caller", body, at });
const aside = (seq, by = "sue") => ({ type: "aside", contact: A, seq, kind: "note", by, body: `note ${seq}`, at });
const asking = (contact) => ({ type: "transfer", contact, from: "ben", skill: null, entry: {}, expires_at: at });
const asked = (contact) => ({ type: "transfer.asked", contact, to: "ben", skill: null, expires_at: at });
const connecting = { type: "local.link", link: { status: "connecting" } };
const online = { type: "local.link", link: { status: "online" } };
const settled = { type: "local.settled", at: 0 };

/** Whose words each message is said to be. */
function heads(contact) {
  const place = document.createElement("div");
  document.body.append(place);
  const desk = { state: INITIAL, actions: {}, data: { cue_labels: {} }, now: Date.parse(at) };
  render(html`<${Desk.Provider} value=${desk}><${Messages} contact=${contact} /><//>`, place);
  const found = [...place.querySelectorAll(".message__head")].map((head) => head.firstElementChild.textContent);
  render(null, place);
  place.remove();
  return found;
}

/** What stands over the words, and once "Seen" is pressed; and how many notes there are then. */
function shownOver(state) {
  const store = createStore(reduce, state);
  const place = document.createElement("div");
  document.body.append(place);
  const actions = createActions(store, { tell() {} });
  const words = () => {
    render(html`<${Desk.Provider} value=${{ state: store.state, actions }}><${Told} contact=${store.state.contacts[A]} /><//>`, place);
    return [...place.querySelectorAll(".told__body")].map(({ textContent }) => textContent);
  };
  const before = words();
  place.querySelector(".told .button")?.click();
  const found = { words: before, after: words(), notes: store.state.asides[A].length };
  render(null, place);
  place.remove();
  return found;
}

const rules = {
  "words are one's own from the moment one got the talk; a supervisor's are marked, a followed handler's named"() {
    const from = (seq, when, more = {}) => ({ ...message(A, seq, "words"), from: "handler", at: when, ...more });
    const said = [from(1, "2026-11-21T09:00:00+00:00"), from(2, "2026-11-21T11:00:00+00:00"), from(3, "2026-11-21T11:01:00+00:00", { supervisor: true })];
    equal(heads(run({ ...welcome(A), taken_at: at }, ...said).contacts[A]), ["Earlier handler", "You", "Supervisor"]);
    equal(heads(run(following(A), ...said).followed[A]), ["ben", "ben", "Supervisor"]);
  },
  "a note that comes twice is held once, in order, and one's own counts as read"() {
    const state = run(welcome(A), aside(2), aside(1, "ann"), aside(2));
    equal(state.asides[A].map(({ seq }) => seq), [1, 2]);
    equal(unreadNotes(state, A, "ann"), 1);
    equal(unreadNotes(reduce(state, { type: "local.notes_read", contact: A, seq: 2 }), A, "ann"), 0);
  },
  "a whisper and the note of a transfer stand over the words until they are seen, and stay among the notes; one's own does not"() {
    const events = [online, welcome(A), aside(1), { ...aside(2), kind: "whisper" }, { ...aside(3), kind: "transfer" }, { ...aside(4, "ann"), kind: "transfer" }];
    const state = run(...events);
    equal(toldOf(state, A).map(({ seq }) => seq), [2, 3]);
    equal(shownOver(state), { words: ["note 2", "note 3"], after: [], notes: 4 });
    equal(shownOver(run(...events, { type: "local.notes_read", contact: A, seq: 4 })).words, ["note 2", "note 3"]);
  },
  "a whisper beside another contact is said once, with its number and without its words, and not of what was said before"() {
    const whisper = { ...aside(1), kind: "whisper" };
    const told = (...events) => run(...events).notices.map(({ text, times }) => [text, times]);
    const news = [["sue whispers to you: contact 1.", 1]];
    equal(told(online, welcome(A), whisper, whisper), news);
    equal([told(connecting, welcome(A), whisper), told(online, welcome(A), { type: "local.select", contact: A }, whisper)], [[], []]);
    equal(told(online, welcome(A), { ...whisper, by: "ann" }), []);
  },
  "being asked is said in the bar while it stands, once for each asking"() {
    const told = (...events) => run(connecting, online, ...events).notices.map(({ text }) => text);
    const ASKED = "ben asks you to take a talk. Alt Y accepts.";
    equal([told(asking(B)), told(asking(B), connecting, asking(B), settled)], [[ASKED], [ASKED]]);
    equal([told(asking(B), { type: "transfer.gone", contact: B, reason: "accepted" }), told(asking(B), connecting, settled)], [[], []]);
    equal(told(asking(A), asking(B), { type: "transfer.gone", contact: B, reason: "declined" }), [ASKED]);
  },
  "notes leave the memory with the contact"() {
    const state = run(welcome(A), aside(1), { type: "help", contact: A, raised_at: at, answered_at: null, by: null }, { type: "gone", contact: A, reason: "transferred" });
    equal([state.asides, state.help], [{}, {}]);
    equal(state.notices[0].text, "Contact 1 is with somebody else now: your transfer was accepted.");
  },
  "who is asked is told what became of it, and who asked what others did"() {
    const told = (...events) => run(welcome(A), ...events).notices.map(({ text }) => text);
    equal(told(asked(A), { type: "transfer.gone", contact: A, reason: "declined" }), ["Contact 1 stays with you: ben declined."]);
    equal(told(asked(A), { type: "transfer.gone", contact: A, reason: "withdrawn" }), []);
    equal(told(asking(B), { type: "transfer.gone", contact: B, reason: "withdrawn" }), ["ben took back the asking."]);
    equal(told(asking(B), { type: "transfer.gone", contact: B, reason: "accepted" }), []);
  },
  "a hand that was taken back is up no more, and the line that says so offers that until somebody has seen it"() {
    const raised = { type: "help", contact: A, raised_at: at, answered_at: null, by: null };
    const place = document.createElement("div");
    const acts = (...events) => {
      const state = run(welcome(A), ...events);
      render(html`<${Desk.Provider} value=${{ state, actions: {}, data: {} }}><${BesideLine} contact=${state.contacts[A]} /><//>`, place);
      return [...place.querySelectorAll("button")].map((button) => button.textContent);
    };
    equal([acts(raised), acts({ ...raised, answered_at: at, by: "sue" })], [["Take back"], []]);
    equal(run(welcome(A), raised, { type: "help.gone", contact: A }).help, {});
    render(null, place);
  },
  "beside a followed talk stands what its handler recorded, what was only heard, and nothing to change"() {
    const place = document.createElement("div");
    document.body.append(place);
    const data = { levels: [], caller_types: [{ id: "man", label: "A man" }], markers: [{ id: "weapons", label: "Weapons" }, { id: "stalking", label: "Stalking" }, { id: "strangulation", label: "Strangulation" }] };
    const state = run(following(A), { type: "risk", contact: A, markers: ["weapons", "strangulation"] },
      { type: "judged", contact: A, caller_type: "man", markers: { weapons: "yes", stalking: "no" } });
    render(html`<${Desk.Provider} value=${{ state, actions: { readNotes() {} }, data }}><${FollowedNotes} talk=${state.followed[A]} /><//>`, place);
    equal([...place.querySelectorAll(".judged__list dd")].map((each) => each.textContent), ["not set", "none yet", "A man", "Weapons", "Stalking", "Strangulation"]);
    equal(place.querySelectorAll(".judged :is(button, input, select)").length, 0);
    equal(reduce(state, { type: "unfollowed", contact: A, reason: "ended" }).judged, {});
    render(null, place);
    place.remove();
  },
  "being asked rings until it is answered, and not while the line is cut"() {
    const state = run(connecting, online, asking(B));
    equal([ringing(state), ringing(reduce(state, { type: "transfer.gone", contact: B, reason: "expired" }))], [1, 0]);
    equal(ringing(reduce(state, { type: "local.link", link: { status: "offline" } })), 0);
  },
  "after a cut, what is not told again is over; what is, stays"() {
    const state = run(connecting, welcome(A), asking(B), asked(A), following(B), settled, connecting, welcome(A), asked(A), settled);
    equal([Object.keys(state.transfers.asking), Object.keys(state.transfers.asked), Object.keys(state.followed)], [[], [A], []]);
  },
  "a followed talk is nobody's own: no number, no unread, and its words go when it ends"() {
    const state = run(following(B), message(B, 1, "SECRET"), { type: "local.show", selected: B });
    equal([Object.keys(state.contacts), state.followed[B].items.length], [[], 1]);
    const after = reduce(state, { type: "unfollowed", contact: B, reason: "ended" });
    equal([after.followed, after.selected, JSON.stringify(after).includes("SECRET")], [{}, null, false]);
  },
  "taken over, it is one's own, with its notes"() {
    const state = run(following(A), aside(1), welcome(A), { type: "unfollowed", contact: A, reason: "yours" });
    equal([Object.keys(state.contacts), Object.keys(state.followed), state.asides[A].length, state.notices.length], [[A], [], 1, 0]);
  },
  "signed out, nothing of all this stays"() {
    const state = run(welcome(A), aside(1), following(B), message(B, 1, "SECRET"), asking(B), { type: "local.signed_out" });
    equal([state.asides, state.followed, state.transfers], [{}, {}, { asking: {}, asked: {} }]);
  },
  async "what is written beside a contact goes out once, and what was refused stays"() {
    const sent = [];
    const link = { tell() {}, command: (frame) => new Promise((resolve, reject) => sent.push({ frame, resolve, reject })) };
    const store = createStore(reduce, run(online, welcome(A)));
    const actions = createActions(store, link);
    const note = () => store.state.writing[A]["note-text"];
    const send = () => actions.sendWriting(A, "note-text", (body) => actions.addNote(A, body));
    actions.writes(A, "note-text", { text: " he is calm " });
    const first = send();
    await send();
    equal(sent.map(({ frame }) => frame.body), ["he is calm"]);
    sent[0].reject({ code: "message.too_long", message: "Too long." });
    await first;
    equal([note().text, note().busy, Boolean(note().why)], [" he is calm ", false, true]);
    const again = send();
    sent[1].resolve({});
    await again;
    equal([note(), sent.length], [{ text: "", busy: false, why: "" }, 2]);
  },
  "Enter sends a whisper and words to the caller, and starts a line in a note; a held key and Shift send nothing"() {
    const sent = [];
    const place = document.createElement("div");
    document.body.append(place);
    const draw = (byEnter) => render(html`<${Desk.Provider} value=${{ state: run(following(A)), actions: { sendWriting: (contact, id) => sent.push(id) } }}>
      <${Writing} contact=${A} id=${byEnter ? "whisper-text" : "note-text"} byEnter=${byEnter} key=${byEnter} /><//>`, place);
    const press = (more) => place.querySelector("textarea").dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, cancelable: true, ...more }));
    draw(true);
    equal([press({ shiftKey: true }), press({ repeat: true }), press({ isComposing: true }), press({})], [true, false, true, false]);
    draw(false);
    equal([press({}), sent], [true, ["whisper-text"]]);
    render(null, place);
    place.remove();
  },
  "a box that comes takes the focus, unless something is being written elsewhere"() {
    const place = document.createElement("div");
    const other = document.createElement("textarea");
    document.body.append(place, other);
    const whereAfter = (words) => {
      render(null, place);
      other.value = words;
      other.focus();
      render(html`<${Desk.Provider} value=${{ state: run(following(A)), actions: {} }}><${Writing} contact=${A} id="joined-text" byEnter comes /><//>`, place);
      return document.activeElement.id;
    };
    equal([whereAfter(""), whereAfter("half a whisper")], ["joined-text", ""]);
    render(null, place);
    place.remove();
    other.remove();
  },
  "a note half written is there again after another part, asks before the page goes, and goes with the contact"() {
    const half = run(welcome(A), { type: "local.writing", contact: A, id: "note-text", changes: { text: "he is" } });
    const place = document.createElement("div");
    render(html`<${Desk.Provider} value=${{ state: half, actions: {} }}><${Writing} contact=${A} id="note-text" /><//>`, place);
    equal([place.querySelector("textarea").value, unsaved(half)], ["he is", true]);
    render(null, place);
    const gone = reduce(half, { type: "gone", contact: A, reason: "transferred" });
    const late = reduce(gone, { type: "local.writing", contact: A, id: "note-text", changes: { busy: false } });
    equal([gone.writing, late.writing, unsaved(late)], [{}, {}, false]);
  },
  "time left is said in minutes and seconds, and is never below nought"() {
    const now = Date.parse(at);
    equal([timeLeft(at, now - 100_000), timeLeft(at, now - 5_000), timeLeft(at, now + 9_000)], ["1:40", "0:05", "0:00"]);
  },
};

tell(rules);
