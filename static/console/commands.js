// Every act of the console in one table, read by the keyboard, the key sheet, the palette and the menu over the words.
// A module adds its own with addCommands() while it loads.

const table = [];

/**
 * Each command is {does, act, also?, last?, key?, code?, when?, refused?, menu?} or {many}.
 * `does`: what it does, in words. `act(desk)`: does it; desk is {store, actions}.
 * `also`: other words under which somebody looks for it. `last`: it cannot be undone, so it stands behind others that fit.
 * `key`: the key as people say it ("Alt N"); `code`: its `KeyboardEvent.code`, with Alt held.
 * `when(state)`: whether it can be done now; without it, always. `refused(desk)`: says why its key does nothing just now.
 * `menu: "contact"`: it also stands in the menu "More" over the words of the open contact.
 * `many(state)`: such commands made from the state, as one for each own contact.
 */
export const addCommands = (...commands) => table.push(...commands);

/** What can be done now, in the order of the table. */
export const possible = (state) =>
  table.flatMap((command) => (command.many ? command.many(state) : [command])).filter(({ when }) => !when || when(state));

/** What of a menu can be done now; commands made from the state stand in none. */
export const ofMenu = (state, name) => table.filter(({ menu, when }) => menu === name && (!when || when(state)));

/** Those that have a key, for the sheet. */
export const withKeys = () => table.filter(({ key }) => key);

export const byCode = (code) => table.find((command) => command.code === code);

/** Those that have every typed word in them; those that begin with what was typed come first, what cannot be undone last. */
export function matching(commands, typed) {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text) => words.every((word) => text.includes(word));
  const begins = ({ does }) => does.toLowerCase().startsWith(words[0] ?? "");
  const found = commands.filter(({ does, also = "" }) => has(`${does} ${also}`.toLowerCase()));
  const place = (command) => (begins(command) ? 0 : command.last ? 2 : 1);
  return [0, 1, 2].flatMap((each) => found.filter((command) => place(command) === each));
}
