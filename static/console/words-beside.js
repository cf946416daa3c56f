// The words of transfers, help and following. No state, no DOM.

/** How an asking came out: {slot, to, skill, from, mine}. */
export function transferBecause(reason, { slot, to, from, mine }) {
  const who = mine ? (to ?? "Those you asked") : from;
  const mineSays = {
    declined: `${slot} stays with you: ${to ?? "everybody asked"} declined.`,
    expired: `${slot} stays with you: nobody answered within 2 minutes.`,
    away: `${slot} stays with you: ${who} ${to ? "is" : "are"} no longer available.`,
  };
  const theirSays = {
    expired: `${who}'s talk was not passed on: 2 minutes are over.`,
    withdrawn: `${who} took back the asking.`,
    away: `You are no longer asked to take ${who}'s talk.`,
    over: `${who}'s talk is no longer to be passed on.`,
  };
  return (mine ? mineSays : theirSays)[reason] ?? "The asking is over.";
}

const UNFOLLOWED = {
  ended: (handler) => `${handler}'s talk has ended; you follow it no longer.`,
  returned: (handler) => `${handler}'s talk went back to the queue; you follow it no longer.`,
  forbidden: () => "Your role no longer lets you follow talks.",
};
export const unfollowedBecause = (reason, handler) => (UNFOLLOWED[reason] ?? UNFOLLOWED.ended)(handler ?? "Somebody");

export const REFUSALS_BESIDE = {
  "transfer.open": "Somebody is being asked already. Take that back first.",
  "transfer.nobody": "Nobody who fits is available with a place left just now. Keep the talk, and ask again later or ask a supervisor for help.",
  "transfer.gone": "That is no longer being passed on to you. Go on with what you have.",
  "follow.own": "That talk is your own. Open it from your list.",
  "queue.not_for_you": "This caller cannot come to you. Take another one.",
};

export const GONE_BESIDE = {
  transferred: "is with somebody else now: your transfer was accepted",
  taken_over: "was taken over by a supervisor",
};

/** "1:40" until a moment; "0:00" once it is over. */
export function timeLeft(until, now) {
  const seconds = Math.max(0, Math.round((Date.parse(until) - now) / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
