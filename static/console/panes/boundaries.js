import { html, useEffect, useState } from "../view.js";
import { toWrapUp } from "../box.js";
import { isWritten } from "../channels.js";
import { addCommands } from "../commands.js";
import { Choices, Dialog, Key, useDesk } from "../parts.js";
import { pausedUntil, wasWarned } from "../changes/boundaries.js";
import { clock } from "../words.js";

const held = (state) => state.contacts[state.selected];

addCommands(
  { code: "KeyI", key: "Alt I", does: "I know this person: press it twice to hand the contact over", also: "recognise", last: true, menu: "contact", when: (state) => isWritten(state) && !held(state).practice, act: ({ actions }) => actions.known() },
  { code: "KeyX", key: "Alt X", does: "A line is crossed: warn, or end the chat", also: "abuse abusive sexual prank threat insult block", menu: "contact", when: isWritten, act: ({ store, actions }) => actions.show({ dialog: { name: "boundary", contact: store.state.selected } }) },
  { does: "Ask for a debrief", when: (state) => state.link.status === "online", act: ({ actions }) => actions.askForDebrief() },
  { does: "I am all right, carry on: end my pause", when: (state) => pausedUntil(state.presence, Date.now()), act: ({ actions }) => actions.carryOn() },
);

/** "Hand over?", until anything else is done: no dialog, no reason, no clock that runs out. */
export function KnownLine({ contact }) {
  const { state, actions } = useDesk();
  const asks = state.knowing === contact.contact;
  useEffect(() => {
    if (!asks) return undefined;
    const keepUnless = (event) => {
      const again = event.altKey && event.code === "KeyI";
      const only = ["Alt", "Shift", "Control", "Meta", "Tab"].includes(event.key);
      if (!again && !only && !event.target.closest?.(".known-line")) actions.keep();
    };
    for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, keepUnless, true);
    return () => { for (const kind of ["keydown", "pointerdown"]) document.removeEventListener(kind, keepUnless, true); };
  }, [asks]);
  return html`
    <div role="status">${asks && html`
      <p class="known-line"><strong>Hand contact ${contact.slot} over?</strong> It goes to the front for somebody else and never comes
        back to you. The caller is not told why, and nobody asks you.
        <span class="known-line__acts">
          <button class="button button--small button--primary" onClick=${actions.known}>Hand over<${Key}>Alt I<//></button>
          <button class="button button--small" onClick=${actions.keep}>Keep</button></span></p>`}</div>`;
}

/** That the one warning was given, beside the contact's other marks. */
export const Warned = ({ contact }) =>
  contact.warned_at && html`<span class="tag tag--warn">Warned ${clock(contact.warned_at)}</span>`;

/** What a line that is crossed asks for: what it is and is not, the words, the one warning, the end. */
export function BoundaryDialog({ contact, onClose }) {
  const { actions, data } = useDesk();
  const [id, choose] = useState(contact?.crossed ?? null);
  const kind = data.boundaries.kinds.find((each) => each.id === id);
  if (!contact || contact.wrap_up) return null;
  const then = (act) => async () => { if ((await act()) !== false) onClose(); };
  const ended = (done) => { if (done) requestAnimationFrame(toWrapUp); return done; };
  return html`
    <${Dialog} title="Contact ${contact.slot}: a line is crossed" kind="wide" onClose=${onClose}>
      <ul class="boundary__first">${data.boundaries.first.map((line) => html`<li key=${line}>${line}</li>`)}</ul>
      <${Choices} name="boundary" legend="What is it?" options=${data.boundaries.kinds} value=${id} onPick=${choose} />
      ${kind && html`
        <${Limits} kind=${kind} />
        <${Steps} contact=${contact} kind=${kind} key=${kind.id}
          name=${then(() => actions.nameIt(contact.contact, kind))} warn=${then(() => actions.warn(contact.contact, kind))}
          end=${(block) => then(() => actions.endForAbuse(contact.contact, kind, block).then(ended))()} />`}
      <div class="actions"><button class="button" onClick=${onClose}>Close, and change nothing</button></div>
    <//>`;
}

const Limits = ({ kind }) => html`
  <dl class="boundary__limits">
    <div><dt>It is</dt><dd>${kind.is}</dd></div>
    <div><dt>It is not</dt><dd>${kind.is_not}</dd></div>
    <div><dt>Do</dt><dd>${kind.do.join("; ")}.</dd></div>
    <div><dt>Do not</dt><dd>${kind.dont.join("; ")}.</dd></div>
  </dl>`;

function Steps({ contact, kind, name, warn, end }) {
  const { data } = useDesk();
  const [block, setBlock] = useState(false);
  const may = kind.at_once || wasWarned(contact);
  return html`
    <ol class="boundary__steps">
      <li><p>Name it: <q>${kind.name_it}</q></p>
        <button class="button button--small" onClick=${name}>Put it into the box</button></li>
      <li><p>Warn once: <q>${kind.warning}</q> ${contact.warned_at && html`<strong>Warned ${clock(contact.warned_at)}.</strong>`}</p>
        <button class="button button--small" onClick=${warn}>Warn: put it into the box</button></li>
      <li><p>End it. ${data.boundaries.after}</p>
        <label class="choice"><input type="checkbox" checked=${block} onChange=${({ target }) => setBlock(target.checked)} />
          Let no new chat start from the same network for 24 hours. Others may share it; a supervisor can lift it.</label>
        <button class="button button--danger" aria-disabled=${may ? undefined : "true"} aria-describedby="boundary-may"
          onClick=${() => may && end(block)}>End the chat now</button>
        <p class="muted" id="boundary-may">${mayWords(kind, may)}</p></li>
    </ol>`;
}

const mayWords = ({ at_once }, may) =>
  at_once ? "No warning is owed here." : may ? "" : "Only after the warning was sent.";

/** After a talk was ended for abuse: until when nobody comes, and the two ways on; away or on a break, the offer alone. */
export function Pause() {
  const { state, actions, now } = useDesk();
  const until = pausedUntil(state.presence, now);
  const { available } = state.presence ?? {};
  const asked = until > 0 && state.debriefAsked === state.presence.paused_until;
  return html`
    <div role="status">${until > 0 && html`
      <div class="pause">
        ${available
          ? html`<p><strong>You have a pause until ${clock(until)}.</strong> Nobody is offered or given to you, and you take nobody. Talks you have go on.</p>`
          : html`<p>You have just ended a talk for abuse. Would you like to talk about it?</p>`}
        <div class="actions">
          ${available && html`<button class="button button--small" onClick=${actions.carryOn}>I am all right, carry on</button>`}
          <button class="button button--small" aria-disabled=${asked ? "true" : undefined} onClick=${() => !asked && actions.askForDebrief()}>${asked ? "A debrief is asked for" : "Ask for a debrief"}</button></div></div>`}</div>`;
}
