// What could be given to the police of one contact: what was written here, and nothing else. Pure.

import { facts } from "./panes/facts.js";

/**
 * The caller's messages that seem to say who or where somebody is, in order: [{seq, at, body, kinds}].
 * `find(text)` names what a text seems to hold, as kinds in words (identifying.js). It is a guess about patterns.
 */
export const written = ({ items }, find) =>
  items.filter(({ kind, from }) => kind === "message" && from === "caller")
    .map(({ seq, at, body }) => ({ seq, at, body, kinds: find(body) }))
    .filter(({ kinds }) => kinds.length > 0);

/** What they chose of themselves, in one line; "" where they left all of it out. */
export const chosen = ({ answers = {} }) => facts(answers);

/** What people think we have, and we do not. */
export const NOT_HELD = [
  "a name or an account: callers have none",
  "a telephone number, unless they wrote it",
  "an address, or where they are now, unless they wrote it",
  "the network address (IP address) of their device: it is not stored",
  "what they wrote before they came back with a code, once it is destroyed",
];
