// What the console holds of practice: whom one can practise with, and what there is to look back on. Pure.

/** `callers`: [{id, title, trains, stage, caller_type}]; `lookBack`: what the last practice left, or null. */
export const PRACTICE = { status: "new", why: "", callers: [], lookBack: null };

export const PRACTICE_CHANGES = {
  "local.practice": (state, { changes }) => ({ ...state, practice: { ...state.practice, ...changes } }),
};

/** Whether a practice may begin: connected, and with nobody of one's own. */
export const mayPractise = ({ link, presence, contacts }) =>
  link.status === "online" && Boolean(presence) && !presence.training && !Object.keys(contacts).length;
