// What outlives a reload: the token, the contact's id and the caller's settings, in this tab alone. Never a word of the caller's.
// Browsers that block storage throw on every touch; the chat then lives as long as the page.

const KEY = "helpline";
let held = null;

export function remember(contact, token) {
  held = { contact, token };
  keep();
}

/** How the caller likes to read and be told; goes with the rest. */
export function rememberComfort(comfort) {
  if (!held) return;
  held = { ...held, comfort };
  keep();
}

/** Whether the browser kept it; where storage is blocked the page itself is the only memory. */
function keep() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(held));
    return true;
  } catch {
    return false;
  }
}

/** Whether a reload would find the chat again. */
export const outlivesReload = () => held === null || keep();

export function recall() {
  if (held) return held;
  try {
    const read = JSON.parse(sessionStorage.getItem(KEY));
    if (typeof read?.token === "string") held = read;
  } catch {
    held = null;
  }
  return held;
}

export function forget() {
  held = null;
  try {
    sessionStorage.clear();
  } catch {
    // Nothing was ever stored.
  }
}
