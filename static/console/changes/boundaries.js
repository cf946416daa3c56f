// How knowing a caller, a warning and an ending for abuse change what the console knows. Pure.

const change = (state, id, how) =>
  state.contacts[id] ? { ...state, contacts: { ...state.contacts, [id]: how(state.contacts[id]) } } : state;

export const SERVER = {
  warned: (state, { contact, at }) => change(state, contact, (held) => ({ ...held, warned_at: at })),
};

export const LOCAL = {
  "local.knowing": (state, { contact }) => ({ ...state, knowing: contact }),
  // Which pause it was asked in: in the next one it is offered again.
  "local.debrief_asked": (state, { until }) => ({ ...state, debriefAsked: until }),
  "local.crossed": (state, { contact, kind }) => change(state, contact, (held) => ({ ...held, crossed: kind })),
  "local.ended_for_abuse": (state, { contact }) =>
    change(state, contact, (held) => ({ ...held, outcome: "ended_inappropriate" })),
};

/** Whether a person wrote something after the warning had been put into the box. */
export function wasWarned({ warned_at: at, items }) {
  return Boolean(at) && items.some((item) => item.from === "handler" && Date.parse(item.at) >= Date.parse(at));
}

/** Until when nobody is offered, in milliseconds; 0 when there is no pause. */
export function pausedUntil(presence, now) {
  const until = presence?.paused_until ? Date.parse(presence.paused_until) : 0;
  return until > now ? until : 0;
}
