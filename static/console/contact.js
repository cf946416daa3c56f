// The rules for one contact as the console holds it. Pure: every function returns a new record.

import { heardBy, isRecorded } from "./channels.js";
import { refusedKeys } from "./changes/judged.js";

/** Start or refresh a record from a welcome; what is already shown stays. */
export function welcomed(old, { type, ...event }, slot) {
  const fresh = { items: [], cues: {}, spans: {}, markers: [], outbox: [], known: 0, readTo: 0, callerSeen: 0, slot };
  const { read = 0 } = event;
  return { ...fresh, ...old, ...event, readTo: Math.max(old?.readTo ?? 0, read), latest: event.seq, typingUntil: 0 };
}

/** Add a message or card once; what arrives twice, or after our own ack, is merged by its sequence number. */
export function withItem(contact, item) {
  const items = placed(contact.items, item);
  const sent = contact.outbox.some((held) => held.id === item.id);
  const outbox = sent ? contact.outbox.filter((held) => held.id !== item.id) : contact.outbox;
  const typingUntil = item.from === "caller" ? 0 : contact.typingUntil;
  return { ...contact, items, outbox, typingUntil, known: contiguous(contact.known, items) };
}

/** `markersAt` holds for each marker the number of the newest message that speaks of it; `spans` by number where in its words. */
export function withMarkers(contact, { seq = lastOfCaller(contact)?.seq ?? 0, markers, spans = [] }) {
  const markersAt = { ...contact.markersAt, ...Object.fromEntries(markers.map((id) => [id, seq])) };
  return { ...contact, markers: [...new Set([...contact.markers, ...markers])], markersAt, spans: { ...contact.spans, [seq]: spans } };
}

/** In order, once each; nearly always it is the newest and goes to the end. */
function placed(items, item) {
  let at = items.length;
  while (at > 0 && items[at - 1].seq > item.seq) at -= 1;
  const again = at > 0 && items[at - 1].seq === item.seq;
  return [...items.slice(0, again ? at - 1 : at), item, ...items.slice(at)];
}

function contiguous(known, items) {
  let reached = known;
  let at = items.length;
  while (at > 0 && items[at - 1].seq > known) at -= 1;
  for (; at < items.length && items[at].seq === reached + 1; at += 1) reached += 1;
  return reached;
}

/** Reckon it once for each record: records are never changed, and many ask. */
function once(reckon) {
  const known = new WeakMap();
  return (contact) => {
    if (!known.has(contact)) known.set(contact, reckon(contact));
    return known.get(contact);
  };
}

/** Stop waiting for numbers that the server did not send again. */
export const gapAccepted = (contact) => ({ ...contact, known: Math.max(contact.known, ...contact.items.map((i) => i.seq)) });

const said = (contact, from) => contact.items.filter((item) => item.kind === "message" && item.from === from);
const lastSeq = (items) => items.at(-1)?.seq ?? 0;

/** Caller's messages nobody has opened; an answer of ours counts as having read what came before it. */
export function unread({ items, readTo }) {
  let news = 0;
  for (let i = items.length - 1; i >= 0 && items[i].seq > readTo && !isOurs(items[i]); i -= 1) news += isCallers(items[i]);
  return news;
}

const isCallers = ({ kind, from }) => (kind === "message" || kind === "answer") && from === "caller";
const isOurs = ({ kind, from }) => kind === "card" || (kind === "message" && from === "handler");

/** Their last words; an answer to a ruler holds none. */
export const lastOfCaller = ({ items }) => items.findLast(({ kind, from }) => kind === "message" && from === "caller") ?? null;

/** Read everything held; `readTo` is what we tell the service we have seen. The same record when nothing is new. */
export function read(contact) {
  const to = contact.items.findLast(isCallers)?.seq ?? 0;
  return to > contact.readTo ? { ...contact, readTo: to } : contact;
}

/** Another window of this handler, or this one, has told the service so: `read` is what the service has. */
export const readElsewhere = (contact, seq) => ({
  ...contact, read: Math.max(contact.read ?? 0, seq), readTo: Math.max(contact.readTo, seq),
});

/**
 * Cues that matter now, newest first, each with the words that raised it: those since our last answer (or in the
 * caller's last message), and every safety cue until a person puts it aside. None of which a handler said "not so".
 */
export const activeCues = once((contact) => {
  if (isRecorded(contact)) return heardBy(contact);
  if (!Object.keys(contact.cues).length) return [];
  const mine = said(contact, "caller").slice().reverse();
  const since = Math.min(lastSeq(said(contact, "handler")), (mine[0]?.seq ?? 1) - 1);
  const aside = new Set([...(contact.aside ?? []), ...refusedKeys(contact)]);
  const live = mine.flatMap(({ seq, body }) => (contact.cues[seq] ?? [])
    .filter((cue) => (cue.safety || seq > since) && !aside.has(`${seq}:${cue.cue}`))
    .map((cue) => ({ ...cue, seq, body })));
  const safetyFirst = [...live.filter((cue) => cue.safety), ...live.filter((cue) => !cue.safety)];
  const first = new Map();
  for (const cue of safetyFirst) if (!first.has(cue.cue)) first.set(cue.cue, cue);
  return [...first.values()];
});

/**
 * What the words so far may mean for somebody's safety, once each, in the order it was heard:
 * [{kind: "cue" | "marker", id, keys}]; a key is one hearing of a cue, or a marker.
 */
export const heardSafety = once((contact) => {
  const cues = Object.entries(contact.cues).flatMap(([seq, heard]) =>
    heard.filter((cue) => cue.safety).map(({ cue }) => ({ kind: "cue", id: cue, key: `${seq}:${cue}` })));
  const markers = contact.markers.map((id) => ({ kind: "marker", id, key: `marker:${id}` }));
  const found = new Map();
  for (const { kind, id, key } of [...cues, ...markers]) {
    const name = `${kind}:${id}`;
    if (!found.has(name)) found.set(name, { kind, id, keys: [] });
    found.get(name).keys.push(key);
  }
  return [...found.values()];
});

/** The part of it that no person has looked at yet; what is heard again after that counts anew. */
export function alarms(contact, answers = {}) {
  const known = new Set([...(contact.safetySeen ?? []), ...(contact.aside ?? []), ...refusedKeys(contact)]);
  const judged = ({ kind, id }) => kind === "marker" && (answers[id] ?? "not_asked") !== "not_asked";
  return heardSafety(contact).filter((each) => !judged(each) && each.keys.some((key) => !known.has(key)));
}

/** Risk markers that the words point to and nobody has asked about. */
export const unasked = (contact, answers = {}) => contact.markers.filter((id) => (answers[id] ?? "not_asked") === "not_asked");

/** The prompts of the script that were sent in this talk, by their nodes. */
export const sentPrompts = once((contact) => new Set(contact.items.flatMap(({ prompt }) => (prompt ? [prompt] : []))));

/** The script's answers to safety cues that are still on, first the first to give. */
export function safetyNodes(contact, guidance) {
  const on = new Set(activeCues(contact).map(({ cue }) => cue));
  return (guidance?.interrupts ?? []).filter((node) => (node.cues ?? [node.cue]).some((cue) => on.has(cue)));
}

/** The prompt that Alt P puts into the box: safety first, unless it was given; else the step the script is at. */
export const promptNow = (contact, guidance) =>
  safetyNodes(contact, guidance).find(({ id, again }) => !again && !sentPrompts(contact).has(id)) ?? guidance?.current ?? null;

/** "Seen" or "Sent", or null for what is not ours. */
export function statusOf(contact, item) {
  if ((item.from ?? "handler") !== "handler") return null;
  return item.seq <= contact.callerSeen ? "Seen" : "Sent";
}
