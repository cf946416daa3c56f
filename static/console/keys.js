// The keyboard, and what the console itself can do. Every key stands in docs/handbook/handler/keys.md.

import { elsewhere, toBox } from "./box.js";
import { isWritten } from "./channels.js";
import { addCommands, byCode } from "./commands.js";
import { promptNow } from "./contact.js";
import { KEYS, fitting } from "./fitting.js";
import { SETTINGS } from "./kept.js";
import { whyNot } from "./panes/queue.js";
import { bySlot } from "./store.js";
import { ABOUT } from "./words.js";

const click = (selector) => document.querySelector(selector)?.click();
/** Focus the first of these that is there. */
const focus = (...selectors) => selectors.map((each) => document.querySelector(each)).find(Boolean)?.focus();
const nextFrame = (then) => requestAnimationFrame(then);

const open = (tab) => ({ actions }) => {
  if (tab === "script") actions.openScript();
  else actions.show({ tab, pane: "help" });
  elsewhere(() => focus(...(tab === "triage" ? ["#wrap-up-triage"] : []), tab === "signpost" ? "#search-words" : "#help-panel"));
};

const held = (state) => state.contacts[state.selected];
const talking = (state) => held(state) && !held(state).wrap_up;
const online = (state) => state.link.status === "online";
const asking = ({ transfers }) => Object.keys(transfers.asking);
const comes = (state) => online(state) && (state.offer || asking(state).length > 0);
const prompt = (state) => isWritten(state) && promptNow(held(state), state.details[state.selected]?.guidance);

const scripted = (state) => talking(state) && state.details[state.selected]?.guidance?.current;

const fits = (state) => fitting(held(state), state.details[state.selected]?.guidance);

/** By `KeyboardEvent.code`, so that a layout or an Option key that types other letters does not matter. */
addCommands(
  { code: "KeyN", key: "Alt N", does: "Take the next caller", when: (state) => !whyNot(state), act: () => click(".take-next"), refused: sayWhyNot },
  { code: "KeyY", key: "Alt Y", does: "Accept the caller who is offered to you, or the talk that is passed on", when: comes, act: accept },
  { does: "Decline the caller who is offered to you", when: (state) => state.offer && online(state), act: ({ actions }) => actions.declineOffer() },
  { code: "KeyA", key: "Alt A", does: "Available or away", when: (state) => online(state) && state.presence, act: () => click(".presence__switch") },
  { code: "KeyQ", key: "Alt Q", does: "Go to the queue", act: ({ actions }) => { actions.show({ pane: "queue" }); elsewhere(() => focus("#queue-title")); } },
  { code: "KeyM", key: "Alt M", does: "Go to the message box", when: (state) => held(state) && !held(state).channel, act: ({ actions }) => { actions.show({ pane: "talk" }); nextFrame(toBox); } },
  { code: "KeyS", key: "Alt S", does: "Script", also: "prompt danger 999 police guidance", when: held, act: open("script") },
  { code: "KeyT", key: "Alt T", does: "Triage", also: "level urgent immediate danger risk markers caller type", when: held, act: open("triage") },
  { does: "Set the level: go to it", also: "risk suggested urgent immediate elevated standard reason", when: held, act: toLevel },
  { code: "KeyG", key: "Alt G", does: "Signpost: search a service", also: "send card refer referral programme helpline number", when: held, act: open("signpost") },
  { code: "KeyP", key: "Alt P", does: "Put the prompt into the message box, a safety prompt first", also: "danger 999", when: prompt, act: putPrompt },
  ...KEYS.map(({ code, sign }, i) => ({
    code, key: `Alt ${sign}`, does: `Put the ${["first", "second", "third"][i]} prompt that fits into the message box`,
    when: (state) => isWritten(state) && fits(state)[i], act: (desk) => putFitting(desk, i),
  })),
  { code: "Semicolon", key: "Alt ;", does: "Find a prompt of the script by its words", also: "search look for wording question", when: scripted, act: ({ store, actions }) => actions.show({ dialog: { name: "findPrompt", contact: store.state.selected } }) },
  { code: "KeyV", key: "Alt V", does: "Not so: take the first mark that is asked about away", also: "wrong cue false", when: (state) => held(state) && !held(state).channel && fits(state).length > 0, act: notSo },
  { code: "KeyZ", key: "Alt Z", does: "Undo the last triage change", when: (state) => state.details[state.selected]?.saving?.undo, act: () => click("#undo") },
  { code: "KeyF", key: "Alt F", does: "Close this contact (finish the wrap-up)", also: "done", when: (state) => held(state)?.wrap_up, act: closeContact },
  { code: "KeyW", key: "Alt W", does: "End the talk (asks first), then wrap up", also: "finish close goodbye", when: held, act: askToEnd },
  { does: "Send as what we agreed: go to that button", also: "agreement plan next step", when: isWritten, act: ({ actions }) => { actions.show({ pane: "talk" }); nextFrame(() => focus(".composer__agreed")); } },
  { does: "Give this contact back to the queue (asks first)", also: "hand over return release somebody else", when: (state) => isWritten(state) && !held(state).practice, act: ({ store, actions }) => actions.show({ dialog: { name: "release", contact: store.state.selected } }) },
  { code: "KeyK", key: "Alt K", does: "Show these keys", also: "keyboard shortcuts", act: ({ actions }) => actions.show({ dialog: { name: "keys" } }) },
  { many: (state) => bySlot(state).map((contact) => ({
    does: `Open contact ${contact.slot}: ${ABOUT[contact.answers?.about] ?? "not said"}`, key: `Alt ${contact.slot}`,
    act: (desk) => byNumber(desk, contact.slot),
  })) },
  { does: "Read the notices of supervisors, in another tab", also: "news told", act: () => window.open("/console/notices/", "_blank", "noopener") },
  { does: "Read the handbook, in another tab", also: "manual guide help", act: () => window.open("/help/handler/", "_blank", "noopener") },
  { does: "Correct a closed contact, in another tab", act: () => window.open("/console/corrections/", "_blank", "noopener") },
  { does: "View and sound: text, light and dark, volume, notices", act: ({ actions }) => actions.show({ dialog: { name: "view" } }) },
  { does: "Larger text", when: ({ settings }) => settings.text !== SETTINGS.text.at(-1), act: textBy(1) },
  { does: "Smaller text", when: ({ settings }) => settings.text !== SETTINGS.text[0], act: textBy(-1) },
  { does: "Dark look", when: ({ settings }) => settings.look !== "dark", act: ({ actions }) => actions.set({ look: "dark" }) },
  { does: "Light look", when: ({ settings }) => settings.look !== "light", act: ({ actions }) => actions.set({ look: "light" }) },
  { does: "Sound off", when: ({ settings }) => settings.sound === "on", act: ({ actions }) => actions.set({ sound: "off" }) },
  { does: "Sound on", when: ({ settings }) => settings.sound === "off", act: ({ actions }) => actions.set({ sound: "on" }) },
  { does: "Hear the ring once", act: ({ actions }) => actions.testSound() },
  { does: "Connect again now", when: (state) => state.link.status === "offline", act: ({ actions }) => actions.reconnect() },
);
export const OTHER_KEYS = [
  { key: "Alt 1 to 9", does: "Open one of your contacts by its number" },
  { key: "Ctrl K", does: "Find an act by its words, and do it" },
  { key: "?", does: "Open the handbook in another tab, while you are not writing" },
  { key: "Enter", does: "Send, in the message box and in a supervisor's boxes at a talk" },
  { key: "Shift Enter", does: "New line" },
  { key: "Tab", does: "In the message box: the next blank, while one is left; with Shift, the one before" },
  { key: "/", does: "In an empty message box: saved replies; a second time, the sign itself" },
  { key: "F6", does: "Next part of the page; with Shift, the one before" },
  { key: "Esc", does: "Close what asks; in the message box: do not send after all" },
];

function textBy(step) {
  return ({ store, actions }) =>
    actions.set({ text: SETTINGS.text[SETTINGS.text.indexOf(store.state.settings.text) + step] });
}

/** In the wrap-up the level stands in the form, else under Triage. */
function toLevel({ actions }) {
  actions.show({ tab: "triage", pane: "help" });
  elsewhere(() => focus(...["wrap-up-level", "level"].flatMap((name) => [`[name="${name}"]:checked`, `[name="${name}"]`])));
}

/** In the line of notices, once: the focus stays where it is. */
function sayWhyNot({ store, actions }) {
  const why = whyNot(store.state);
  if (store.state.notices[0]?.text !== why) actions.notice(why);
}

function putPrompt({ store, actions }) {
  const contact = store.state.contacts[store.state.selected];
  const node = contact && promptNow(contact, store.state.details[contact.contact]?.guidance);
  if (node && !contact.wrap_up) actions.putPrompt(contact.contact, { id: node.id, model: node.model, words: node.prompt });
}

/** As its button does, with what that says has been seen. */
function putFitting({ actions }, i) {
  actions.show({ tab: "script" });
  nextFrame(() => click(`.suggestion__put[data-key="${KEYS[i].sign}"]`));
}

/** As its button does: a mark of a danger asks first. */
function notSo({ actions }) {
  actions.show({ tab: "script", pane: "help" });
  nextFrame(() => click(".suggestion .not-so__button"));
}

/** An offer before a talk that is passed on: it has less time. */
function accept({ store, actions }) {
  return store.state.offer ? actions.acceptOffer() : actions.accept(asking(store.state)[0]);
}

/** As its button does, with all that this asks. */
function closeContact({ actions }) {
  actions.show({ pane: "talk" });
  nextFrame(() => click(".wrap-up [type=submit]"));
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
  (part === "talk" ? nextFrame : elsewhere)(START_OF[part]);
}

function byNumber({ store, actions }, slot) {
  const contact = bySlot(store.state).find((held) => held.slot === slot);
  if (!contact) return;
  actions.select(contact.contact);
  nextFrame(toBox);
}

/** As the sign at the top right does. */
const openHelp = () => click("#help-here");

const WRITING = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";

export function listen(desk) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "F6") return stop(event, () => nextPart(desk, event.shiftKey ? -1 : 1));
    if (desk.store.state.dialog) return undefined;
    const ask = (name) => stop(event, () => desk.actions.show({ dialog: { name } }));
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.code === "KeyK") return ask("palette");
    // AltGr arrives as Ctrl and Alt together: it types, it does not command.
    if (event.ctrlKey || event.metaKey) return undefined;
    if (event.key === "?" && !event.target.closest?.(WRITING)) return stop(event, openHelp);
    if (!event.altKey) return undefined;
    const slot = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    if (slot) return stop(event, () => byNumber(desk, Number(slot)));
    const command = byCode(event.code);
    const can = command && (!command.when || command.when(desk.store.state));
    return command && stop(event, () => (can ? command.act(desk) : command.refused?.(desk)));
  });
}

function stop(event, act) {
  event.preventDefault();
  if (!event.repeat) act();
}
