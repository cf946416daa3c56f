import { html, useEffect, useRef, useState } from "../view.js";
import { Key, useDesk } from "../parts.js";
import { putAtCaret, toBlank } from "../box.js";
import { GOOD_LENGTH, LONGEST, blanksIn, lengthOf } from "../marks.js";
import { putBetter } from "../acts/doubting.js";
import { Doubting } from "./doubting.js";
import { Doubts, useDoubts } from "./doubts.js";
import { Replies } from "./replies.js";

const EMPTY = { text: "", prompt: null };
const TO_READ = 600;

/** The message box. Enter sends, Shift and Enter starts a line; what is left to fill is asked about first. */
export function Composer({ contact }) {
  const { state, actions } = useDesk();
  const draft = state.drafts[contact.contact] ?? EMPTY;
  const box = useRef();
  // What is being asked about: nothing, sending, or sending as what was agreed.
  const [asked, ask] = useState(null);
  const asking = asked?.text === draft.text ? asked.how : null;
  const askedAt = useRef(0);
  const [choosing, choose] = useState(false);
  const doubts = useDoubts(contact, draft);
  const found = asking ? state.doubted[contact.contact]?.found ?? [] : [];
  useEffect(() => { if (!matchMedia("(pointer: coarse)").matches) box.current.focus(); }, []);
  usePlacedPrompt(box, draft);
  const send = (agreed) => {
    const how = agreed ? "agreed" : "said";
    if (!canSend(draft.text)) return box.current.focus();
    const doubted = asking === how ? found : actions.doubtsIn(contact.contact, draft);
    if (asking !== how && (doubts.length || doubted.length)) {
      actions.askAbout(contact.contact, doubted);
      askedAt.current = performance.now();
      return ask({ how, text: draft.text });
    }
    ask(null);
    actions.settleDoubts(contact.contact, doubted);
    actions.post(contact.contact, { agreed });
    return box.current.focus();
  };
  const letBe = () => { ask(null); actions.letBe(contact.contact); };
  // Other words came into the box (a prompt, a reply): they have not been asked about.
  useEffect(() => { if (asked && !asking) letBe(); }, [draft.text]);
  const goBack = () => {
    letBe();
    box.current.focus();
    box.current.setSelectionRange(found[0].start, found[0].end);
  };
  const onKeyDown = (event) => {
    if (event.key === "Escape" && asking) letBe();
    if (event.key === "/" && !event.altKey && !draft.text && !event.isComposing) return stop(event, () => choose(true));
    // Only while a blank is there to go to: beyond the last one Tab leaves the box as ever.
    if (isTab(event) && toBlank(box.current, event.shiftKey ? -1 : 1)) return event.preventDefault();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return undefined;
    // A key that is held down, from a dialog that has just closed, sends nothing; nor does the second of two quick
    // presses: what is asked has to be seen.
    const unread = asking && performance.now() - askedAt.current < TO_READ;
    return stop(event, () => event.repeat || unread || send(asking === "agreed"));
  };
  const onInput = ({ target }) => { letBe(); actions.write(contact.contact, target.value); };
  const close = (words = "") => {
    choose(false);
    box.current.focus();
    if (words) putAtCaret(box.current, words);
  };
  return html`
    <div class="composer-place">
    ${choosing && html`<${Replies} draft=${draft} close=${close} />`}
    <form class="composer" onSubmit=${(event) => { event.preventDefault(); send(false); }}>
      <div class="composer__top"><${PromptChip} draft=${draft} contact=${contact} box=${box} letBe=${letBe} />
        <button class="button button--quiet button--small composer__replies" type="button" aria-expanded=${String(choosing)}
          onClick=${() => (choosing ? close() : choose(true))}>Saved replies<${Key}>Alt R<//></button></div>
      <label class="visually-hidden" for="composer">Message to contact ${contact.slot}</label>
      <textarea id="composer" ref=${box} rows="3" value=${draft.text} onInput=${onInput} onKeyDown=${onKeyDown}
        placeholder="Write to the caller" ...${CHECKED_HERE} lang=${languageOf(contact)} aria-describedby="composer-count composer-doubts"></textarea>
      ${found.length > 0 && html`<${Doubting} found=${found} text=${draft.text} onUse=${() => putBetter(box.current, found[0])} onBack=${goBack} />`}
      <div class="composer__told"><${Doubts} doubts=${doubts} asking=${asking} found=${found} box=${box} text=${draft.text} /><${Count} text=${draft.text} /></div>
      <div class="composer__foot">
        <span class="composer__keys"><${Key}>Shift Enter<//> new line</span>
        <${SendAgreed} asking=${asking === "agreed"} disabled=${!canSend(draft.text)} send=${() => send(true)} />
        <button class="button button--primary" type="submit" aria-disabled=${canSend(draft.text) ? undefined : "true"}>
          ${asking === "said" ? (found.length ? "Send anyway" : "Send it as it stands") : "Send"}<${Key}>Enter<//></button>
      </div>
    </form></div>`;
}

const isTab = (event) => event.key === "Tab" && !event.altKey && !event.ctrlKey && !event.metaKey;

function stop(event, act) {
  event.preventDefault();
  act();
}

/** The quiet second way: the caller sees these words again, with their own heading, when the chat has ended. */
function SendAgreed({ asking, disabled, send }) {
  return html`
    <span class="visually-hidden" id="composer-agreed">Marks the message as what you two agreed. The caller sees it again when the chat has ended.</span>
    <button class="button button--quiet composer__agreed" type="button" onClick=${send} aria-disabled=${disabled ? "true" : undefined}
      aria-describedby="composer-agreed" title="Marks the message as what you two agreed. The caller sees it again when the chat has ended.">
      ${asking ? "Send it as agreed, as it stands" : "Send as what we agreed"}</button>`;
}

/** Spelling is checked by the browser itself; what would send text away is asked to keep out. See docs/handbook/handler/console.md. */
const CHECKED_HERE = { autocomplete: "off", spellcheck: true, writingsuggestions: "false" };
const languageOf = ({ answers }) => (answers?.language === "cy" ? "cy" : "en-GB");

const canSend = (text) => text.trim() !== "" && lengthOf(text.trim()) <= LONGEST;

/** After a prompt was put in: the focus is in the box, and the first blank is selected for filling. */
function usePlacedPrompt(box, { placed, text }) {
  useEffect(() => {
    if (!placed || !text) return;
    const blank = blanksIn(text).find(({ start }) => start >= placed.at);
    box.current.focus();
    box.current.setSelectionRange(blank?.start ?? text.length, blank?.end ?? text.length);
  }, [placed?.key]);
}

function PromptChip({ draft, contact, box, letBe }) {
  const { actions } = useDesk();
  if (!draft.prompt) return html`<p class="composer__prompt"></p>`;
  const takeOut = () => {
    letBe();
    actions.draft(contact.contact, { text: draft.prompt.before, prompt: null });
    box.current.focus();
  };
  return html`
    <p class="composer__prompt"><span class="tag tag--note" title=${draft.prompt.node}>${draft.prompt.node ? "From the script" : "From a suggestion"}</span>
      <span class="muted composer__change">Change it as you like.</span>
      <button class="button button--quiet button--small" type="button" onClick=${takeOut}>Take it out</button></p>`;
}

function Count({ text }) {
  const length = lengthOf(text.trim());
  const words = length > LONGEST ? `${length - LONGEST} too many` : length > GOOD_LENGTH ? "long for one message" : "";
  return html`<span id="composer-count" class="composer__count figure-text ${length > LONGEST ? "composer__count--over" : ""}">
    ${length} / ${LONGEST.toLocaleString("en-GB")} ${words && `· ${words}`}</span>`;
}
