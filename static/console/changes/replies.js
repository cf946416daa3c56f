// What the console holds of saved replies, in memory only, and how it changes. Pure.

/**
 * `list`: [{id, title, words, team}] by title; `editing`: a reply being written, with `was` when it is a change;
 * `undo`: {label, back} where `back` is a reply to store again, or {delete: id}; `told`: what happened last.
 */
export const REPLIES = {
  status: "new", why: "", list: [], mayKeepForTeam: false, most: { title: 60, words: 1000, replies: 100 }, editing: null, undo: null, told: "",
};

export const REPLY_CHANGES = {
  "local.replies": (state, { changes }) => ({ ...state, replies: { ...state.replies, ...changes } }),
};

const byTitle = (a, b) => a.title.localeCompare(b.title, "en-GB", { sensitivity: "base" });

export const withReply = (list, reply) => [...list.filter(({ id }) => id !== reply.id), reply].sort(byTitle);
export const withoutReply = (list, id) => list.filter((reply) => reply.id !== id);
