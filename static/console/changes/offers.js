// What an offer, and its end, change in what the console knows. Pure.

const GONE = {
  missed: "The offer ran out. The caller is offered to somebody else.",
  away: "You missed two offers, so you are set away. Press Alt A when you are back.",
  taken: "The caller who was offered to you was given to somebody else.",
  left: "The caller who was offered to you has left.",
  withdrawn: "The offer was taken back: you are not free for it just now.",
};

const OFFERED = "A caller is offered to you. Alt Y accepts.";
/** What was said of an offer that is over: nobody should go on reading it. */
const unsaid = (state) => ({ ...state, offer: null, notices: state.notices.filter(({ text }) => text !== OFFERED) });

/** `noticed(state, text, at, kind)` shows a line in the bar. */
export const offerChanges = (noticed) => ({
  offer: (state, { contact, expires_at, entry }) =>
    noticed({ ...state, offer: { contact, expires_at, entry } }, OFFERED, Date.now(), "alert"),
  "offer.gone": (state, { contact, reason }) => {
    if (state.offer?.contact !== contact) return state;
    return GONE[reason] ? noticed(unsaid(state), GONE[reason], Date.now(), reason === "away" ? "error" : "info") : unsaid(state);
  },
  // Said again after each hello, if it still stands.
  "queue.snapshot": (state, { type, ...queue }) => ({ ...unsaid(state), queue }),
});

/** Whole seconds until an offer runs out; never below nought. */
export const secondsLeft = (offer, now) => Math.max(0, Math.ceil((Date.parse(offer.expires_at) - now) / 1_000));
