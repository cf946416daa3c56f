// What the board shows, as one plain object, and how each event of the socket changes it. Pure.

const KEYS = { talks: "contact", handlers: "handler", alerts: "alert" };
const TWO_HOURS = 2 * 60 * 60_000;

export const INITIAL = { link: { status: "connecting" }, board: null, minutes: [] };

/** Return the state after an event; others than the board's leave it as it is. */
export function reduce(state, { type, ...event }) {
  if (type === "board") return { ...state, board: event };
  if (type === "board.changed") return { ...state, board: state.board && merged(state.board, event) };
  if (type === "board.history") return { ...state, minutes: joined(state.minutes, event.minutes) };
  if (type === "local.link") return { ...state, link: event.link };
  if (type === "local.said") return { ...state, said: event.said };
  return state;
}

/** Set whole parts, and of lists the rows that changed and without those that went. */
function merged(board, changed) {
  const next = { ...board, ...changed };
  for (const [part, key] of Object.entries(KEYS)) {
    if (!changed[part]) continue;
    const rows = new Map(board[part].map((row) => [row[key], row]));
    for (const row of changed[part].set) rows.set(row[key], row);
    for (const name of changed[part].gone) rows.delete(name);
    next[part] = [...rows.values()];
  }
  return next;
}

/** One row for each minute of the last two hours, oldest first. */
function joined(before, news) {
  const rows = new Map([...before, ...news].map((row) => [row.at, row]));
  const all = [...rows.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
  const newest = all.length ? Date.parse(all.at(-1).at) : 0;
  return all.filter(({ at }) => newest - Date.parse(at) < TWO_HOURS);
}

export const openAlerts = (board) => (board?.alerts ?? []).filter(({ answered_at }) => !answered_at);

/** Which happening an alert tells of: what comes again is news again. */
export const happening = ({ alert, times }) => `${alert}:${times}`;

/** The open ones by their harm, from the worst on (`harm`: groups of kinds), then those that somebody has; each by their time. */
export function alertsInOrder(board, harm) {
  const group = (kind) => harm.findIndex((kinds) => kinds.includes(kind));
  const place = ({ kind, answered_at }) => (answered_at || group(kind) < 0 ? harm.length : group(kind));
  return [...board.alerts].sort((a, b) => place(a) - place(b) || order(a.raised_at, b.raised_at));
}

/** Talks whose handler raised a hand first, then the longest. */
export function talksInOrder(board) {
  const hands = handsRaised(board);
  const place = ({ contact }) => (hands.has(contact) ? 0 : 1);
  return [...board.talks].sort((a, b) => place(a) - place(b) || order(a.since, b.since));
}

export const handsRaised = (board) =>
  new Set(openAlerts(board).filter(({ kind }) => kind === "help").map(({ contact }) => contact));

/** Who is available, for the list of whom to give a caller to; `can`: not without a place, nor one who may not take them. */
export const givable = (board, { cannot }) =>
  handlersInOrder(board).filter(({ state }) => state === "available")
    .map(({ handler, talking, capacity, on_phone }) => ({ handler, can: !on_phone && talking < capacity && !cannot.includes(handler) }));

export const handlersInOrder = (board) => [...board.handlers].sort((a, b) => order(a.handler, b.handler));

const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** "(2) Board – Helpline": how many alerts nobody has taken up, never whose. */
export const titled = (title, open) => (open ? `(${open}) ${title}` : title);
