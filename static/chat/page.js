// The page's own data and the few ways in which anything gets onto it: text only, never markup.

export const data = JSON.parse(document.getElementById("page-data").textContent);
export const app = document.getElementById("app");
const live = document.getElementById("live");
const screenNow = { draw: null };

/**
 * Take more of the page's data: what came later, or the same in another language. Texts that were asked for
 * in a language which the page has left meanwhile (`only`) come too late: the change brought them all.
 */
export function take({ texts, only, ...rest }) {
  if (only && only !== data.lang) return;
  Object.assign(data.texts, texts);
  Object.assign(data, rest);
}

/** The text `key` in the page's language, with {name} replaced by values.name. */
export function t(key, values = {}) {
  const text = data.texts[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** One element: attributes by name, `on…` as listeners, false and null left out, the rest as children. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const button = (label, onclick, look = "") =>
  h("button", { type: "button", class: `button ${look}`, onclick }, label);

/**
 * Put one screen on the page and the reader's place at its heading.
 * `again` draws the same screen once more, for a change of language; without it the page is loaded anew.
 */
export function show(screen, { talking = false, again = null } = {}) {
  screenNow.draw = again;
  document.documentElement.classList.toggle("is-talking", talking);
  app.replaceChildren(screen);
  window.scrollTo(0, 0);
  const heading = screen.querySelector("h1");
  heading?.setAttribute("tabindex", "-1");
  heading?.focus({ preventScroll: true });
}

/** What draws the present screen once more, or null. */
export const drawsAgain = () => screenNow.draw;

/** Say something once to a screen reader. */
export function announce(text) {
  live.append(h("p", {}, text));
  while (live.childElementCount > 3) live.firstElementChild.remove();
}

/** Take back what was said to a screen reader. */
export const hush = () => live.replaceChildren();

/** A random UUID; browsers keep crypto.randomUUID from pages without TLS. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
