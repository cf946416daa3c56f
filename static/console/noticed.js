// The line of notices at the top. Pure.

const NOTICES_KEPT = 20;

/** Put one more notice before the others; `kind` is "info", "alert" or "error". */
export function noticed(state, text, at, kind = "info") {
  const notice = { text, at, kind, key: `${at}:${state.notices.length}` };
  return { ...state, notices: [notice, ...state.notices].slice(0, NOTICES_KEPT) };
}
