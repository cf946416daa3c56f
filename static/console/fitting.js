// Which prompts fit what the caller has just said. Pure.

import { activeCues, sentPrompts } from "./contact.js";

export const MOST = 3;
/** The keys that put the first, the second and the third into the box, side by side on the keyboard. */
export const KEYS = [{ code: "Comma", sign: "," }, { code: "Period", sign: "." }, { code: "Slash", sign: "/" }];

/**
 * At most three: [{node, reasons, safety, again, place, hotkey}], those for safety first; `reasons` are the marks that each
 * answers. What was given in this talk before stands behind all that was not.
 */
export function fitting(contact, guidance) {
  const cues = activeCues(contact);
  const sent = sentPrompts(contact);
  const reasons = (node) => cues.filter(({ cue }) => (node.cues ?? [node.cue]).includes(cue));
  const offered = (nodes = [], safety) => nodes.map((node) => ({ node, reasons: reasons(node), safety }));
  const all = [...offered(guidance?.interrupts, true), ...offered(guidance?.challenges, false)]
    .filter((each) => each.reasons.length).map((each) => ({ ...each, again: Boolean(each.node.again) || sent.has(each.node.id) }));
  // One place is kept for a danger: its answer is never left out.
  const kept = all.filter(({ again, safety }) => again && safety).slice(0, 1);
  const others = [...all.filter(({ again }) => !again), ...all.filter((each) => each.again && !kept.includes(each))];
  return [...others.slice(0, MOST - kept.length), ...kept].map((each, i) => ({ ...each, place: i, hotkey: KEYS[i].sign }));
}

// Words after which a prompt may speak otherwise of the other person (scripts/addressing.py decides).
const SPEAKS_OF = /\b(?:s?he|hers?|him|his|my|our|ex|missus)\b/i;

/** How often the caller has spoken of somebody: when it grows, the prompts are asked for again. */
export const mentions = ({ items }) => items.filter(({ from, body = "" }) => from === "caller" && SPEAKS_OF.test(body)).length;
