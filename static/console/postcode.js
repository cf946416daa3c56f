// A whole postcode points at a few houses: only its first half leaves the page.

const WHOLE = /^\s*([a-z]{1,2}\d[a-z\d]?)\s*\d[a-z]{0,2}\s*$/i;
const FIRST_HALF = /^\s*[a-z]{1,2}\d[a-z\d]?\s*$/i;

/** Return "CH45" for "CH45 1AB" and "ch451ab"; anything else as it was typed. */
export function firstHalf(typed) {
  if (FIRST_HALF.test(typed)) return typed.trim().toUpperCase();
  const found = WHOLE.exec(typed);
  return found ? found[1].toUpperCase() : typed.trim();
}
