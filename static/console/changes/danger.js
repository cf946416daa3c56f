// A danger that a handler raised: on its contact's record, and, for supervisors, as what calls them. Pure.

import { noticed } from "../noticed.js";

/** `dangerCalls`: the dangers that nobody has answered; told anew by each connection. */
export const DANGER = { dangerCalls: [] };

/** `change(state, contact, how)` changes an own or a followed contact. */
export const dangerChanges = (change) => ({
  danger: (state, { type, contact, ...danger }) => {
    const held = state.contacts[contact];
    const next = change(state, contact, (record) => ({ ...record, danger }));
    const came = held?.danger && !held.danger.answered_at && danger.answered_at;
    return came ? noticed(next, `Contact ${held.slot}: ${danger.by ?? "a supervisor"} answers your call.`, Date.now()) : next;
  },
  "danger.calls": (state, { calls }) => ({ ...state, dangerCalls: calls }),
});

/** The danger that stands at a contact, or null: closing it is a person's act, and nothing else ends it. */
export const standing = (contact) => (contact?.danger && !contact.danger.over_at ? contact.danger : null);
