// The rules for one contact as the console holds it. Pure: every function returns a new record.

/** Start or refresh a record from a welcome; what is already shown stays. */
export function welcomed(old, { type, ...event }, slot) {
  const fresh = { items: [], cues: {}, markers: [], outbox: [], known: 0, readTo: 0, callerSeen: 0, slot };
  const { read = 0 } = event;
  return { ...fresh, ...old, ...event, readTo: Math.max(old?.readTo ?? 0, read), latest: event.seq, typingUntil: 0 };
}

/** Add a message or card once; what arrives twice, or after our own ack, is merged by its sequence number. */
export function withItem(contact, item) {
  const others = contact.items.filter((held) => held.seq !== item.seq);
  const items = [...others, item].sort((a, b) => a.seq - b.seq);
  const outbox = contact.outbox.filter((held) => held.id !== item.id);
  const typingUntil = item.from === "caller" ? 0 : contact.typingUntil;
  return { ...contact, items, outbox, typingUntil, known: contiguous(contact.known, items) };
}

function contiguous(known, items) {
  let reached = known;
  for (const { seq } of items) if (seq === reached + 1) reached = seq;
  return reached;
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

const isCallers = ({ kind, from }) => kind === "message" && from === "caller";
const isOurs = ({ kind, from }) => kind === "message" && from === "handler";

export const lastOfCaller = ({ items }) => items.findLast(isCallers) ?? null;

/** Read everything held; `readTo` is what we tell the service we have seen. The same record when nothing is new. */
export function read(contact) {
  const to = lastOfCaller(contact)?.seq ?? 0;
  return to > contact.readTo ? { ...contact, readTo: to } : contact;
}

/** Another window of this handler, or this one, has told the service so: `read` is what the service has. */
export const readElsewhere = (contact, seq) => ({
  ...contact, read: Math.max(contact.read ?? 0, seq), readTo: Math.max(contact.readTo, seq),
});

/**
 * Cues that matter now, newest first, each with the words that raised it: those since our last answer (or in the
 * caller's last message), and every safety cue until a person puts it aside.
 */
export function activeCues(contact) {
  const mine = said(contact, "caller").slice().reverse();
  const since = Math.min(lastSeq(said(contact, "handler")), (mine[0]?.seq ?? 1) - 1);
  const aside = new Set(contact.aside ?? []);
  const found = mine.flatMap((item) => (contact.cues[item.seq] ?? []).map((cue) => ({ ...cue, seq: item.seq, body: item.body })));
  const live = found.filter((cue) => !aside.has(`${cue.seq}:${cue.cue}`) && (cue.safety || cue.seq > since));
  const safetyFirst = [...live.filter((cue) => cue.safety), ...live.filter((cue) => !cue.safety)];
  return safetyFirst.filter((cue, i) => safetyFirst.findIndex((other) => other.cue === cue.cue) === i);
}

/**
 * What the words so far may mean for somebody's safety, once each, in the order it was heard:
 * [{kind: "cue" | "marker", id, keys}]; a key is one hearing of a cue, or a marker.
 */
export function heardSafety(contact) {
  const cues = said(contact, "caller").flatMap((item) =>
    (contact.cues[item.seq] ?? []).filter((cue) => cue.safety).map(({ cue }) => ({ kind: "cue", id: cue, key: `${item.seq}:${cue}` })));
  const markers = contact.markers.map((id) => ({ kind: "marker", id, key: `marker:${id}` }));
  const found = new Map();
  for (const { kind, id, key } of [...cues, ...markers]) {
    const name = `${kind}:${id}`;
    found.set(name, { kind, id, keys: [...(found.get(name)?.keys ?? []), key] });
  }
  return [...found.values()];
}

/** The part of it that no person has looked at yet; what is heard again after that counts anew. */
export function alarms(contact, answers = {}) {
  const known = new Set([...(contact.safetySeen ?? []), ...(contact.aside ?? [])]);
  const judged = ({ kind, id }) => kind === "marker" && (answers[id] ?? "not_asked") !== "not_asked";
  return heardSafety(contact).filter((each) => !judged(each) && each.keys.some((key) => !known.has(key)));
}

/** Risk markers that the words point to and nobody has asked about. */
export const unasked = (contact, answers = {}) => contact.markers.filter((id) => (answers[id] ?? "not_asked") === "not_asked");

/** The script's answers to safety cues that are still on, first the first to give. */
export function safetyNodes(contact, guidance) {
  const on = new Set(activeCues(contact).map(({ cue }) => cue));
  return (guidance?.interrupts ?? []).filter((node) => (node.cues ?? [node.cue]).some((cue) => on.has(cue)));
}

/** The prompt that Alt P puts into the box: safety first, else the step the script is at. */
export const promptNow = (contact, guidance) => safetyNodes(contact, guidance)[0] ?? guidance?.current ?? null;

/** "Seen" or "Sent", or null for what is not ours. */
export function statusOf(contact, item) {
  if (item.from !== "handler" && item.kind !== "signpost") return null;
  return item.seq <= contact.callerSeen ? "Seen" : "Sent";
}
