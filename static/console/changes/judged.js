// What handlers have said of the marks in a talk, and what follows from it. Pure.

/** {"seq:cue": {so, by}} of a contact; a mark that is not in it was not judged. */
const byMark = (judged) => Object.fromEntries(judged.map(({ seq, cue, so, by }) => [`${seq}:${cue}`, { so, by }]));

/** `change(state, contact, how)` changes an own or a followed contact. */
export const judgedChanges = (change) => ({
  "cues.judged": (state, { contact, judged }) => change(state, contact, (held) => ({ ...held, judged: byMark(judged) })),
});

export const judgementOf = (contact, seq, cue) => contact.judged?.[`${seq}:${cue}`] ?? null;
export const isRefused = (contact, seq, cue) => judgementOf(contact, seq, cue)?.so === false;

/** The marks of which somebody said "not so", as keys "seq:cue". */
export const refusedKeys = ({ judged = {} }) => Object.keys(judged).filter((key) => !judged[key].so);

/** "Change talk 3 · sustain talk 1", from what a handler has confirmed; "" where there is neither. */
export function talkWords({ judged = {} }) {
  const confirmed = Object.keys(judged).filter((key) => judged[key].so).map((key) => key.split(":"));
  const messages = (fits) => new Set(confirmed.filter(([, cue]) => fits(cue)).map(([seq]) => seq)).size;
  const counts = [["change talk", messages(isChange)], ["sustain talk", messages(isSustain)]].filter(([, number]) => number);
  const words = counts.map(([name, number]) => `${name} ${number}`).join(" · ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const isChange = (cue) => cue.startsWith("change_");
const isSustain = (cue) => cue === "sustain_talk";

/** How a mark looks: "safety", "change", "sustain" or "excuse"; each has a line of its own, so that colour is not needed. */
export const shapeOf = ({ cue, safety }) => (safety ? "safety" : isChange(cue) || cue === "remorse" ? "change" : isSustain(cue) ? "sustain" : "excuse");
