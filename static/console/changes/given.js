// A caller whom a supervisor gives to this handler comes without a press: it is said, and rings until it is opened. Pure.

import { noticed } from "../noticed.js";

const change = (state, id, given) => ({ ...state, contacts: { ...state.contacts, [id]: { ...state.contacts[id], given } } });
const words = ({ slot }) => `A supervisor has given you a caller: contact ${slot}. Alt ${slot} opens it.`;

export const GIVEN = {
  given: (state, { contact }) => {
    const held = state.contacts[contact];
    // One that is open already has been seen.
    if (!held || state.selected === contact) return state;
    return noticed(change(state, contact, true), words(held), Date.now(), "alert");
  },
};

/** Once it is opened it rings no more, and nobody should go on reading that it came. */
export function opened(state, contact) {
  const held = state.contacts[contact];
  if (!held?.given) return state;
  return { ...change(state, contact, false), notices: state.notices.filter(({ text }) => text !== words(held)) };
}

/** How many were given and not opened yet. */
export const givenToMe = ({ link, contacts }) =>
  link.status === "online" ? Object.values(contacts).filter(({ given }) => given).length : 0;
