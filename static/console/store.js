// What the console knows, as one plain object, and how each event changes it. Pure but for the subscriber list.

import { BESIDE, BESIDE_LOCAL, BESIDE_SERVER, changeFollowed, connecting, forgotten, settledBeside } from "./changes/beside.js";
import { DOUBTED, DOUBTED_CHANGES, undoubted } from "./changes/doubted.js";
import { RECORDING_CHANGES } from "./channels.js";
import { PRACTICE, PRACTICE_CHANGES } from "./changes/practice.js";
import { REPLIES, REPLY_CHANGES } from "./changes/replies.js";
import { DANGER, dangerChanges } from "./changes/danger.js";
import * as boundaries from "./changes/boundaries.js";
import { judgedChanges } from "./changes/judged.js";
import * as presence from "./changes/presence.js";
import { gapAccepted, read, readElsewhere, welcomed, withItem, withMarkers } from "./contact.js";
import { kept } from "./kept.js";
import { GIVEN, opened } from "./changes/given.js";
import { offerChanges } from "./changes/offers.js";
import { noticed, withoutNumber } from "./noticed.js";
import { goneBecause, plain } from "./words.js";
import { UNKEPT, UNKEPT_CHANGES, withUnkept } from "./changes/unkept.js";

const TYPING_FADES = 8_000;

export const INITIAL = {
  link: { status: "connecting" },
  presence: null,
  queue: null,
  offer: null,
  contacts: {},
  details: {},
  drafts: {},
  doubted: DOUBTED,
  selected: null,
  // Of which contact it was said once that the caller is known.
  knowing: null,
  // What the right pane shows, and what it showed last of each contact.
  tab: "script",
  tabs: {},
  pane: "queue",
  dialog: null,
  // Somebody has been told what is lost, and goes.
  leaving: false,
  notices: [],
  greeted: [],
  replies: REPLIES,
  practice: PRACTICE,
  ...BESIDE,
  ...DANGER,
  unkept: UNKEPT,
  settings: kept(),
  // Whether the browser lets this page sound: "locked" until the first click, "on", "blocked".
  audio: "locked",
};

export function createStore(reduce, state) {
  const listeners = new Set();
  return {
    get state() {
      return state;
    },
    dispatch(event) {
      const before = state;
      state = reduce(state, event);
      if (state === before) return;
      for (const listener of listeners) listener(state);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

export function reduce(state, event) {
  const act = SERVER[event.type] ?? LOCAL[event.type];
  return act ? act(state, event) : state;
}

/** The same state when the contact is unknown or stays as it was. */
function change(state, id, how) {
  const old = state.contacts[id];
  if (!old) return changeFollowed(state, id, how);
  const now = how(old);
  return now === old ? state : { ...state, contacts: { ...state.contacts, [id]: now } };
}

/** The lowest free number from 1: a contact keeps its number, so that Alt+2 stays the same person. */
export function freeSlot(contacts) {
  const taken = new Set(Object.values(contacts).map((contact) => contact.slot));
  let slot = 1;
  while (taken.has(slot)) slot += 1;
  return slot;
}

export const bySlot = (state) => Object.values(state.contacts).sort((a, b) => a.slot - b.slot);

function welcome(state, event) {
  const old = state.contacts[event.contact];
  const slot = old?.slot ?? freeSlot(state.contacts);
  const contact = welcomed(old, event, slot);
  return {
    ...state,
    notices: old ? state.notices : withoutNumber(state.notices, slot),
    contacts: { ...state.contacts, [event.contact]: contact },
    greeted: [...state.greeted, event.contact],
  };
}

function gone(before, { contact, reason, at = Date.now() }) {
  const { [contact]: dropped, ...contacts } = before.contacts;
  if (!dropped) return before;
  const state = withUnkept(before, { contact, reason, at });
  const { [contact]: _draft, ...drafts } = state.drafts;
  const { [contact]: _details, ...details } = state.details;
  const { [contact]: _tab, ...tabs } = state.tabs;
  const selected = state.selected === contact ? null : state.selected;
  const dialog = state.dialog?.contact === contact ? null : state.dialog;
  return noticed(
    { ...forgotten(undoubted({ ...state, contacts }, contact), contact), drafts, details, tabs, selected, dialog },
    `Contact ${dropped.slot} ${goneBecause(reason)}.${state === before ? "" : " What you were writing is beside the queue."}`,
    at,
  );
}

const item = (kind) => (state, event) =>
  change(state, event.contact, (contact) => withItem(contact, { ...event, kind }));

function ended(state, { contact: id, state: now, reason, closes_at }) {
  return change(state, id, (contact) => ({
    ...contact, state: now, reason, closes_at, wrap_up: now === "ended" ? true : contact.wrap_up, typingUntil: 0,
  }));
}

const SERVER = {
  ...BESIDE_SERVER,
  ...presence.SERVER,
  ...offerChanges(noticed),
  ...GIVEN,
  ...judgedChanges(change),
  ...dangerChanges(change),
  "queue.changed": (state, { type, ...queue }) => ({ ...state, queue }),
  welcome,
  message: item("message"),
  signpost: item("signpost"),
  card: item("card"),
  answer: item("answer"),
  state: ended,
  typing: (state, { contact, on }) =>
    change(state, contact, (held) => ({ ...held, typingUntil: on ? Date.now() + TYPING_FADES : 0 })),
  seen: (state, { contact, seq }) =>
    change(state, contact, (held) => ({ ...held, callerSeen: Math.max(held.callerSeen, seq) })),
  read: (state, { contact, seq }) => change(state, contact, (held) => readElsewhere(held, seq)),
  answers: (state, { contact, answers }) => change(state, contact, (held) => ({ ...held, answers })),
  caller: (state, { contact, caller }) => change(state, contact, (held) => ({ ...held, caller })),
  cues: (state, { contact, seq, cues }) =>
    change(state, contact, (held) => ({ ...held, cues: { ...held.cues, [seq]: cues } })),
  risk: (state, { contact, ...told }) =>
    change(state, contact, (held) => withMarkers(held, told)),
  alert: (state, { contact, kind }) =>
    noticed(state, `Alert${slotOf(state, contact)}: ${plain(kind)}.`, Date.now(), "alert"),
  ...boundaries.SERVER,
  gone,
  // Without an id it answers "typing" or "seen": of a contact that has just gone there is nothing to say.
  error: (state, { id, message, code }) =>
    !id && code === "contact.not_found" ? state : noticed(state, message ?? code, Date.now(), "error"),
};

const slotOf = (state, id) => (state.contacts[id] ? `, contact ${state.contacts[id].slot}` : "");

const LOCAL = {
  ...REPLY_CHANGES,
  ...PRACTICE_CHANGES,
  ...RECORDING_CHANGES(change),
  ...DOUBTED_CHANGES,
  ...boundaries.LOCAL,
  ...BESIDE_LOCAL,
  ...UNKEPT_CHANGES,
  "local.link": (state, { link }) => (link.status === "connecting" || link.moving ? { ...connecting(state), link, greeted: [] } : { ...state, link }),
  "local.signed_out": (state) => ({ ...INITIAL, settings: state.settings, audio: state.audio, link: { status: "refused" } }),
  "local.settings": (state, { settings }) => ({ ...state, settings: { ...state.settings, ...settings } }),
  "local.settled": (state, { at }) =>
    Object.keys(state.contacts)
      .filter((id) => !state.greeted.includes(id))
      .reduce((held, contact) => gone(held, { contact, reason: "away", at }), settledBeside(state)),
  "local.select": (state, { contact }) => ({ ...opened(state, contact), selected: contact, pane: "talk", tab: state.tabs[contact] ?? "script" }),
  "local.read": (state, { contact }) => change(state, contact, read),
  "local.gap_accepted": (state, { contact }) => change(state, contact, gapAccepted),
  "local.posting": (state, { contact, ...held }) =>
    change(state, contact, (old) => ({ ...old, outbox: [...old.outbox, held] })),
  "local.refused": (state, { contact, id, why }) =>
    change(state, contact, (old) => ({
      ...old, outbox: old.outbox.map((held) => (held.id === id ? { ...held, refused: why } : held)),
    })),
  "local.dropped": (state, { contact, id }) =>
    change(state, contact, (old) => ({ ...old, outbox: old.outbox.filter((held) => held.id !== id) })),
  "local.aside": (state, { contact, keys }) =>
    change(state, contact, (old) => ({ ...old, aside: [...(old.aside ?? []), ...keys] })),
  "local.safety_seen": (state, { contact, keys }) =>
    change(state, contact, (old) => ({ ...old, safetySeen: [...new Set([...(old.safetySeen ?? []), ...keys])] })),
  "local.draft": (state, { contact, draft }) => ({ ...(draft.text ? state : undoubted(state, contact)), drafts: { ...state.drafts, [contact]: draft } }),
  "local.details": (state, { contact, details }) => ({
    ...state, details: { ...state.details, [contact]: { ...state.details[contact], ...details } },
  }),
  "local.level": (state, { contact, level }) => change(state, contact, (old) => ({ ...old, level })),
  "local.show": (state, { type, ...shown }) => ({
    ...state, ...shown, tabs: shown.tab && state.selected ? { ...state.tabs, [state.selected]: shown.tab } : state.tabs,
  }),
  "local.notice": (state, { text, kind }) => noticed(state, text, Date.now(), kind),
  "local.notice_read": (state) => ({ ...state, notices: state.notices.slice(1) }),
};
