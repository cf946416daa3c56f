// Holes in a sequence of words, in one's own talks and in followed ones: noticed by the number, and asked for again.

/** What to say at hello, {contact: seq}: up to where the words of each talk are here without a hole. */
export function positions({ contacts, followed }) {
  return Object.fromEntries(Object.values({ ...followed, ...contacts }).map(({ contact, known }) => [contact, known]));
}

/**
 * Gives heal(event), to be called for words that were held: a hole before them means that something was lost on the
 * way. `again()` asks for everything after the known numbers, once for each hole; then it is lived with.
 */
export function healing(store, again) {
  const asked = new Set();
  return ({ contact, seq }) => {
    const { known } = store.state.contacts[contact] ?? store.state.followed[contact] ?? { known: seq };
    if (known >= seq) return;
    const hole = `${contact}:${known}`;
    if (asked.has(hole)) return store.dispatch({ type: "local.gap_accepted", contact });
    asked.add(hole);
    return again();
  };
}
