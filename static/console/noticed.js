// The line of notices at the top. Pure.

const NOTICES_KEPT = 20;

/** Put one more notice before the others; `kind` is "info", "alert" or "error". Said again it is counted, in one place. */
export function noticed(state, text, at, kind = "info") {
  const again = (held) => held.text === text && held.kind === kind;
  const times = 1 + (state.notices.find(again)?.times ?? 0);
  const others = state.notices.filter((held) => !again(held));
  return { ...state, notices: [{ text, at, kind, times }, ...others].slice(0, NOTICES_KEPT) };
}

/** The notices but those about a contact of this number: it is somebody else's now. */
export function withoutNumber(notices, slot) {
  const of = new RegExp(`\\bcontact ${slot}\\b`, "i");
  return notices.filter(({ text }) => !of.test(text));
}
