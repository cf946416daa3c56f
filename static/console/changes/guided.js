// What the service says of the script, taken into what is held of it.

/**
 * The new guidance, with each part of the old that says the same: what did not change need not be drawn again. The old one
 * itself where nothing changed.
 */
export function withGuidance(held, now) {
  if (!held) return now;
  const parts = Object.entries(now).map(([name, part]) => [name, isSame(held[name], part) ? held[name] : part]);
  const changed = Object.keys(held).length !== parts.length || parts.some(([name, part]) => part !== held[name]);
  return changed ? Object.fromEntries(parts) : held;
}

const isSame = (before, now) => before === now || JSON.stringify(before) === JSON.stringify(now);
