// What stands around contacts: asides, help, who reads along, transfers, and the talks a supervisor follows. Pure.

import { welcomed } from "../contact.js";
import { noticed } from "../noticed.js";
import { transferBecause, unfollowedBecause } from "../words-beside.js";

/**
 * `asides`, `help`, `watchers`, `judged` (what the handler of a followed talk recorded) by contact; `toldSeen`: to which aside somebody has looked at what stands over the words.
 * `transfers`: {asking: those that ask this handler, asked: one's own askings}.
 * `followed`: others' talks, as records like one's own. `writing`: by contact and name of the form, {text, busy, why}
 * of what is being written beside it. `hello` counts connections, so that what a new one does not
 * tell again is dropped.
 */
export const BESIDE = {
  asides: {}, notesRead: {}, toldSeen: {}, help: {}, watchers: {}, judged: {}, transfers: { asking: {}, asked: {} }, followed: {}, writing: {}, hello: 0, role: "",
};

const without = (map, key) => {
  const { [key]: _, ...rest } = map;
  return rest;
};
const slot = (state, contact) => (state.contacts[contact] ? `Contact ${state.contacts[contact].slot}` : "A talk");

function aside(state, { type, contact, ...written }) {
  const others = (state.asides[contact] ?? []).filter(({ seq }) => seq !== written.seq);
  const all = [...others, written].sort((a, b) => a.seq - b.seq);
  const next = { ...state, asides: { ...state.asides, [contact]: all } };
  const isNews = written.kind === "whisper" && written.by !== state.me && others.length === (state.asides[contact] ?? []).length;
  // What stands over the words of another contact is not seen; what follows hello was said before.
  const unseen = isNews && state.link.status === "online" && state.contacts[contact] && state.selected !== contact;
  return unseen ? noticed(next, `${written.by} whispers to you: contact ${state.contacts[contact].slot}.`, Date.now(), "alert") : next;
}

/** What somebody else wrote for whoever has this talk, and wants read now: it stands over the words until it is seen. */
const WANTS_READING = new Set(["whisper", "transfer"]);
export const toldOf = (state, contact) =>
  (state.asides[contact] ?? []).filter(({ kind, by, seq }) => WANTS_READING.has(kind) && by !== state.me && seq > (state.toldSeen[contact] ?? 0));

const keep = (side) => (state, { type, ...transfer }) => ({
  ...state,
  transfers: { ...state.transfers, [side]: { ...state.transfers[side], [transfer.contact]: { ...transfer, hello: state.hello } } },
});

const ASKS = " asks you to take a talk.";
/** Without what was said of askings that are over. */
function unsaid(state, asking) {
  const still = new Set(Object.values(asking).map(({ from }) => from));
  return state.notices.filter(({ text }) => !text.includes(ASKS) || still.has(text.slice(0, text.indexOf(ASKS))));
}

/** Told again after each hello while it stands: it is news once. */
function asking(state, event) {
  const next = keep("asking")(state, event);
  if (state.transfers.asking[event.contact]) return next;
  return noticed(next, `${event.from}${ASKS}${state.offer ? "" : " Alt Y accepts."}`, Date.now(), "alert");
}

function transferGone(state, { contact, reason }) {
  const mine = state.transfers.asked[contact];
  const { asking, asked } = state.transfers;
  const left = without(asking, contact);
  const next = { ...state, notices: unsaid(state, left), transfers: { asking: left, asked: without(asked, contact) } };
  // One's own act needs no telling; what others did does.
  const told = mine ? !["withdrawn", "accepted", "over"].includes(reason) : asking[contact] && !["accepted", "declined"].includes(reason);
  return told ? noticed(next, transferBecause(reason, { slot: slot(state, contact), ...(mine ?? asking[contact]), mine: Boolean(mine) }), Date.now()) : next;
}

function following(state, event) {
  const record = { ...welcomed(state.followed[event.contact], event, 0), following: true, hello: state.hello };
  return { ...state, followed: { ...state.followed, [event.contact]: record } };
}

function unfollowed(state, { contact, reason }) {
  const held = state.followed[contact];
  if (!held) return state;
  const next = { ...state, followed: without(state.followed, contact) };
  if (reason === "yours") return next;
  const dropped = { ...forgotten(next, contact), selected: state.selected === contact ? null : state.selected };
  return reason === "left" ? dropped : noticed(dropped, unfollowedBecause(reason, held.handler), Date.now());
}

/** Drop what was told beside a contact that has left this desk and is not followed. */
export function forgotten(state, contact) {
  if (state.contacts[contact] || state.followed[contact]) return state;
  const [asides, help, watchers, judged, writing] = [state.asides, state.help, state.watchers, state.judged, state.writing].map((map) => without(map, contact));
  return { ...state, asides, help, watchers, judged, writing };
}

/** A change to a followed talk, where `change` of one's own contacts finds none. */
export const changeFollowed = (state, id, how) =>
  state.followed[id] ? { ...state, followed: { ...state.followed, [id]: how(state.followed[id]) } } : state;

/** After everything that follows hello has come: what was not told again is over. */
export function settledBeside(state) {
  const fresh = (map) => Object.fromEntries(Object.entries(map).filter(([, { hello }]) => hello === state.hello));
  const { asking, asked } = state.transfers;
  const stale = Object.values(state.followed).filter(({ hello }) => hello !== state.hello);
  const left = fresh(asking);
  const next = { ...state, notices: unsaid(state, left), transfers: { asking: left, asked: fresh(asked) } };
  return stale.reduce((held, { contact }) => unfollowed(held, { contact, reason: "ended" }), next);
}

export const connecting = (state) => ({ ...state, hello: state.hello + 1, dangerCalls: [] });

const byContact = (name) => (state, { type, contact, ...told }) => ({ ...state, [name]: { ...state[name], [contact]: told } });

function help(state, event) {
  const before = state.help[event.contact];
  const next = byContact("help")(state, event);
  const answered = before && !before.answered_at && event.answered_at;
  return answered ? noticed(next, `${slot(state, event.contact)}: ${event.by ?? "A supervisor"} has seen that you ask for help.`, Date.now()) : next;
}

/** What a talk's handler recorded; the level stands on the talk itself as well, wherever that is shown. */
function judged(state, event) {
  const { level } = event;
  const next = byContact("judged")(state, event);
  return level === undefined ? next : changeFollowed(next, event.contact, (talk) => ({ ...talk, level }));
}

export const BESIDE_SERVER = {
  aside,
  help,
  "help.gone": (state, { contact }) => ({ ...state, help: without(state.help, contact) }),
  watchers: byContact("watchers"),
  judged,
  transfer: asking,
  "transfer.asked": keep("asked"),
  "transfer.gone": transferGone,
  following,
  unfollowed,
};
/** Of a contact that has gone meanwhile nothing is held again. */
function written(state, { contact, id, changes }) {
  if (!state.contacts[contact] && !state.followed[contact]) return state;
  const form = { ...writingOf(state, contact, id), ...changes };
  return { ...state, writing: { ...state.writing, [contact]: { ...state.writing[contact], [id]: form } } };
}

/** The form that passes a talk on; beside the note it holds `to`, whom to ask. */
export const PASS_ON = "pass-on";
const NOTHING = { text: "", busy: false, why: "" };
export const writingOf = (state, contact, id) => state.writing[contact]?.[id] ?? NOTHING;

export const BESIDE_LOCAL = {
  "local.writing": written,
  "local.told_seen": (state, { contact, seq }) => ({ ...state, toldSeen: { ...state.toldSeen, [contact]: seq } }),
  "local.notes_read": (state, { contact, seq }) => ({ ...state, notesRead: { ...state.notesRead, [contact]: seq } }),
};

/** Asides of a contact that were not looked at yet; what one wrote oneself counts as read. */
export const unreadNotes = (state, contact, me) =>
  (state.asides[contact] ?? []).filter(({ seq, by }) => by !== me && seq > (state.notesRead[contact] ?? 0)).length;
