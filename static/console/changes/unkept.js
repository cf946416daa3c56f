// What was being written beside a contact that closed by itself: it stays on this page until a person puts it away. Pure.

const MESSAGE = "Your message to the caller, not sent";
const LABELS = { "note-text": "Your note, not kept" };
const OTHER = "What you were writing, not kept";
// Endings that nobody at this page knew of beforehand.
const UNAWARES = new Set(["timed_out", "away"]);

/** Hold what a contact that is about to go leaves half-written; the same state where that is nothing. */
export function withUnkept(state, { contact, reason, at }) {
  const texts = UNAWARES.has(reason) ? halfWritten(state, contact) : [];
  if (!texts.length) return state;
  const { slot } = state.contacts[contact];
  return { ...state, unkept: { ...state.unkept, [contact]: { contact, slot, reason, at, texts } } };
}

function halfWritten({ contacts, drafts, writing }, contact) {
  const forms = Object.entries(writing[contact] ?? {}).map(([id, { text }]) => ({ label: LABELS[id] ?? OTHER, text }));
  const unsent = contacts[contact].outbox.map(({ body }) => ({ label: MESSAGE, text: body }));
  const draft = { label: MESSAGE, text: drafts[contact]?.text };
  return [...forms, ...unsent, draft].filter(({ text }) => text?.trim());
}

function putAway(state, { contact }) {
  const { [contact]: _, ...unkept } = state.unkept;
  return { ...state, unkept };
}

export const UNKEPT = {};
export const UNKEPT_CHANGES = { "local.unkept_put_away": putAway };
