// What stands around contacts: asides, help, who reads along, transfers, and the talks a supervisor follows. Pure.

import { welcomed } from "../contact.js";
import { noticed } from "../noticed.js";
import { transferBecause, unfollowedBecause } from "../words-beside.js";

/**
 * `asides`, `help`, `watchers` by contact. `transfers`: {asking: those that ask this handler, asked: one's own askings}.
 * `followed`: others' talks, as records like one's own. `writing`: by contact and name of the form, {text, busy, why}
 * of what is being written beside it. `hello` counts connections, so that what a new one does not
 * tell again is dropped.
 */
export const BESIDE = {
  asides: {}, notesRead: {}, help: {}, watchers: {}, transfers: { asking: {}, asked: {} }, followed: {}, writing: {}, hello: 0, role: "",
};

const without = (map, key) => {
  const { [key]: _, ...rest } = map;
  return rest;
};
const slot = (state, contact) => (state.contacts[contact] ? `Contact ${state.contacts[contact].slot}` : "A talk");

function aside(state, { type, contact, ...written }) {
  const others = (state.asides[contact] ?? []).filter(({ seq }) => seq !== written.seq);
  const all = [...others, written].sort((a, b) => a.seq - b.seq);
  return { ...state, asides: { ...state.asides, [contact]: all } };
}

const keep = (side) => (state, { type, ...transfer }) => ({
  ...state,
  transfers: { ...state.transfers, [side]: { ...state.transfers[side], [transfer.contact]: { ...transfer, hello: state.hello } } },
});

function transferGone(state, { contact, reason }) {
  const mine = state.transfers.asked[contact];
  const { asking, asked } = state.transfers;
  const next = { ...state, transfers: { asking: without(asking, contact), asked: without(asked, contact) } };
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
  const [asides, help, watchers, writing] = [state.asides, state.help, state.watchers, state.writing].map((map) => without(map, contact));
  return { ...state, asides, help, watchers, writing };
}

/** A change to a followed talk, where `change` of one's own contacts finds none. */
export const changeFollowed = (state, id, how) =>
  state.followed[id] ? { ...state, followed: { ...state.followed, [id]: how(state.followed[id]) } } : state;

/** After everything that follows hello has come: what was not told again is over. */
export function settledBeside(state) {
  const fresh = (map) => Object.fromEntries(Object.entries(map).filter(([, { hello }]) => hello === state.hello));
  const { asking, asked } = state.transfers;
  const stale = Object.values(state.followed).filter(({ hello }) => hello !== state.hello);
  const next = { ...state, transfers: { asking: fresh(asking), asked: fresh(asked) } };
  return stale.reduce((held, { contact }) => unfollowed(held, { contact, reason: "ended" }), next);
}

export const connecting = (state) => ({ ...state, hello: state.hello + 1 });

const byContact = (name) => (state, { type, contact, ...told }) => ({ ...state, [name]: { ...state[name], [contact]: told } });

function help(state, event) {
  const before = state.help[event.contact];
  const next = byContact("help")(state, event);
  const answered = before && !before.answered_at && event.answered_at;
  return answered ? noticed(next, `${slot(state, event.contact)}: ${event.by ?? "A supervisor"} has seen that you ask for help.`, Date.now()) : next;
}

export const BESIDE_SERVER = {
  aside,
  help,
  watchers: byContact("watchers"),
  transfer: keep("asking"),
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
  "local.notes_read": (state, { contact, seq }) => ({ ...state, notesRead: { ...state.notesRead, [contact]: seq } }),
};

/** Asides of a contact that were not looked at yet; what one wrote oneself counts as read. */
export const unreadNotes = (state, contact, me) =>
  (state.asides[contact] ?? []).filter(({ seq, by }) => by !== me && seq > (state.notesRead[contact] ?? 0)).length;
