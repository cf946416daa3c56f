// Finding a prompt of the script by its words. Pure.

import { plain } from "./words.js";

/** So many stand in the list at once. */
export const MOST_FOUND = 40;

/**
 * The prompts that have every typed word in them: those whose own words do come first, then those found by stage, script,
 * cue, purpose or name. Words that begin so count; apostrophes do not matter.
 */
export function found(prompts, typed) {
  const words = folded(typed).split(" ").filter(Boolean);
  if (!words.length) return [];
  const has = (text) => words.every((word) => ` ${text}`.includes(` ${word}`));
  const around = ({ id, script, stage, intent, cues }) => folded([plain(stage), script, intent, ...cues.map(plain), id].join(" "));
  const own = prompts.filter(({ words: said }) => has(folded(said)));
  const others = prompts.filter((prompt) => !own.includes(prompt) && has(`${folded(prompt.words)} ${around(prompt)}`));
  return [...own, ...others].slice(0, MOST_FOUND);
}

const folded = (text) => text.toLowerCase().replace(/['’]/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim();
