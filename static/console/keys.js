// The keyboard: one table, shown by Alt K and in docs/handler-guide.md.

import { promptNow } from "./contact.js";
import { bySlot } from "./store.js";

const click = (selector) => document.querySelector(selector)?.click();
/** Focus the first of these that is there. */
const focus = (...selectors) => selectors.map((each) => document.querySelector(each)).find(Boolean)?.focus();
const nextFrame = (then) => requestAnimationFrame(then);

const open = (tab) => ({ actions }) => {
  if (tab === "script") actions.openScript();
  else actions.show({ tab, pane: "help" });
  nextFrame(() => focus(tab === "signpost" ? "#search-words" : "#help-panel"));
};

/** By `KeyboardEvent.code`, so that a layout or an Option key that types other letters does not matter. */
export const KEYS = [
  { code: "KeyN", key: "Alt N", does: "Take the next caller", act: () => click(".take-next") },
  { code: "KeyA", key: "Alt A", does: "Available or away", act: () => click(".presence__switch") },
  { code: "KeyQ", key: "Alt Q", does: "Go to the queue", act: ({ actions }) => { actions.show({ pane: "queue" }); nextFrame(() => focus("#queue-title")); } },
  { code: "KeyM", key: "Alt M", does: "Go to the message box", act: ({ actions }) => { actions.show({ pane: "talk" }); nextFrame(toBox); } },
  { code: "KeyS", key: "Alt S", does: "Script", act: open("script") },
  { code: "KeyT", key: "Alt T", does: "Triage", act: open("triage") },
  { code: "KeyG", key: "Alt G", does: "Signpost: search a service", act: open("signpost") },
  { code: "KeyP", key: "Alt P", does: "Put the prompt into the message box, a safety prompt first", act: putPrompt },
  { code: "KeyZ", key: "Alt Z", does: "Undo the last triage change", act: () => click("#undo") },
  { code: "KeyW", key: "Alt W", does: "End the talk (asks first), then wrap up", act: askToEnd },
  { code: "KeyK", key: "Alt K", does: "Show these keys", act: ({ actions }) => actions.show({ dialog: { name: "keys" } }) },
];
export const OTHER_KEYS = [
  { key: "Alt 1 to 9", does: "Open one of your contacts by its number" },
  { key: "Enter", does: "Send" },
  { key: "Shift Enter", does: "New line" },
  { key: "F6", does: "Next part of the page; with Shift, the one before" },
  { key: "Esc", does: "Close what asks; in the message box: do not send after all" },
];

const toBox = () => focus("#composer", ".wrap-up h3", "#talk-title");

function putPrompt({ store, actions }) {
  const contact = store.state.contacts[store.state.selected];
  const node = contact && promptNow(contact, store.state.details[contact.contact]?.guidance);
  if (node && !contact.wrap_up) actions.putPrompt(contact.contact, { id: node.id, model: node.model, words: node.prompt });
}

function askToEnd({ store, actions }) {
  const contact = store.state.contacts[store.state.selected];
  if (contact?.wrap_up) return focus(".wrap-up h3");
  return contact && actions.show({ dialog: { name: "end", contact: contact.contact } });
}

const PARTS = ["queue", "talk", "help"];
const START_OF = { queue: () => focus("#queue-title"), talk: toBox, help: () => focus("#help-panel") };

function nextPart({ store, actions }, step) {
  const here = PARTS.findIndex((part) => document.activeElement?.closest(`.part--${part}`));
  const part = PARTS[(Math.max(here, 0) + (here < 0 ? 0 : step) + PARTS.length) % PARTS.length];
  actions.show({ pane: part });
  nextFrame(START_OF[part]);
}

function byNumber({ store, actions }, slot) {
  const contact = bySlot(store.state).find((held) => held.slot === slot);
  if (!contact) return;
  actions.select(contact.contact);
  nextFrame(toBox);
}

export function listen(desk) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "F6") return stop(event, () => nextPart(desk, event.shiftKey ? -1 : 1));
    // AltGr arrives as Ctrl and Alt together: it types, it does not command.
    if (!event.altKey || event.ctrlKey || event.metaKey || desk.store.state.dialog) return undefined;
    const slot = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    if (slot) return stop(event, () => byNumber(desk, Number(slot)));
    const key = KEYS.find(({ code }) => code === event.code);
    return key && stop(event, () => key.act(desk));
  });
}

function stop(event, act) {
  event.preventDefault();
  if (!event.repeat) act();
}
