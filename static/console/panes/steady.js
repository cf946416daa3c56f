// A list that does not jump while somebody points at it or has the focus in it.

import { useRef } from "../view.js";

/**
 * While held: what was shown keeps its place (what has left is marked `left`), and what is new goes to the end.
 * Entries are told apart by `contact`.
 */
export function useSteady(entries, held) {
  const shown = useRef(entries);
  shown.current = held ? keepPlaces(shown.current, entries) : entries;
  return shown.current;
}

export function keepPlaces(before, now) {
  const current = new Map(now.map((entry) => [entry.contact, entry]));
  const kept = before.map((entry) => current.get(entry.contact) ?? { ...entry, left: true });
  const known = new Set(before.map((entry) => entry.contact));
  return [...kept, ...now.filter((entry) => !known.has(entry.contact))];
}
