// Reading texts: where the cues are, which blanks are left, how long it is. No state, no DOM.

export const LONGEST = 4000;
export const GOOD_LENGTH = 300;
const BLANK = /\[[^\[\]\n]+\]|\{[^{}\n]+\}/g;

/** Length as the server counts it: Unicode code points after NFC. */
export const lengthOf = (text) => Array.from(text.normalize("NFC")).length;

/** Blanks that must be filled before sending: [{text, start, end}] in UTF-16 offsets, as a textarea selects. */
export const blanksIn = (text) =>
  Array.from(text.matchAll(BLANK), (found) => ({
    text: found[0], start: found.index, end: found.index + found[0].length,
  }));

/** The next blank behind what is selected (`step` 1), or the last one before it (-1); undefined where there is none. */
export function blankBeside(text, start, end, step) {
  const blanks = blanksIn(text);
  return step > 0 ? blanks.find((blank) => blank.start >= end) : blanks.findLast((blank) => blank.end <= start);
}

/** Where `words` stand in a text, whatever their blanks were filled with by now; -1 where they do not. */
export function placeOf(text, words) {
  let from = 0;
  let first = -1;
  for (const part of words.split(BLANK).filter((each) => each.trim())) {
    const at = text.indexOf(part, from);
    if (at < 0) return -1;
    if (first < 0) first = at;
    from = at + part.length;
  }
  return first;
}

/** Words with the space that sets them apart from what stands before and behind them. */
export const setApart = (words, before, behind) =>
  `${/[^\s(["“‘]$/.test(before) ? " " : ""}${words}${/^[^\s.,;:!?…)\]"”’]/.test(behind) ? " " : ""}`;

/** Cut a body into pieces [{text, cues: [mark, ...]}]; offsets of cues and markers are Unicode code points and may overlap. */
export function pieces(body, cues) {
  const points = Array.from(body);
  const edges = new Set([0, points.length]);
  for (const { start, end } of cues) edges.add(clamp(start, points)).add(clamp(end, points));
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, i) => ({
    text: points.slice(start, cuts[i + 1]).join(""),
    cues: cues.filter((cue) => cue.start <= start && cue.end >= cuts[i + 1]),
  }));
}

const clamp = (offset, points) => Math.min(Math.max(0, offset), points.length);

/** The words a cue was found in. */
export const wordsOf = (body, cue) => Array.from(body).slice(cue.start, cue.end).join("");
