import { html, useLayoutEffect, useRef, useState } from "../view.js";
import { Dialog, Key, useDesk } from "../parts.js";
import { elsewhere } from "../box.js";
import { dangerWords } from "../danger.js";
import { refusal } from "../words.js";

/** Before a talk ends in which somebody may be in danger: what is open, and the ways on. */
export function EndInDanger({ contact, danger, unsent, toDraft, onClose }) {
  const { actions } = useDesk();
  const end = () => { onClose(); actions.end(contact.contact); };
  return html`
    <${Asks} contact=${contact} danger=${danger} onClose=${onClose} back="Go to triage: ask, and set the level" toTriage=${() => toTriage(actions, danger)}
      rest=${[...(unsent ? [{ does: "Go back to the message", act: toDraft }] : []), { does: "End the talk all the same", act: end, danger: true }]}>
      ${unsent && html`<${Unsent} />`}
      <p>You can still ask the caller. Once the talk has ended nothing more can be sent.</p><//>`;
}

/** Said where a talk is about to end while words stand in its box. */
export const Unsent = () => html`<p><strong>Your last message was not sent.</strong> It stands in the box still.</p>`;

/** Before a contact is closed with a danger open, as the service found it: a person may, and says why. */
export function LeftOpen({ dialog, contact, onClose }) {
  const { actions, data } = useDesk();
  const [why, say] = useState("");
  const busy = useRef(false);
  const close = async (because) => {
    if (busy.current) return;
    busy.current = true;
    try {
      await actions.wrapUp(contact.contact, dialog.outcome, because);
    } catch (error) {
      busy.current = false;
      say(refusal(error));
    }
  };
  if (!contact) return null;
  return html`
    <${Asks} contact=${contact} danger=${dialog.danger} onClose=${onClose} back="Go back: answer it, or set the level" toTriage=${() => toWrapUp(dialog.danger)}
      rest=${(data.left_open ?? []).map(({ id, label }) => ({ does: `Close. ${label}.`, act: () => close(id) }))}>
      <p>You can close it all the same. Say why; your supervisors are told, and look.</p>
      ${why && html`<p class="field__error" role="alert">${why}</p>`}<//>`;
}

/** The question, and ways that are each one press or one figure; the first of them loses nothing and has the focus. */
function Asks({ contact, danger, back, toTriage, rest, children, onClose }) {
  const { state, actions, data } = useDesk();
  const first = useRef();
  const hand = state.help[contact.contact];
  const raise = () => { onClose(); actions.raiseHelp(contact.contact); actions.notice(`Contact ${contact.slot}: your supervisors are asked for help.`); };
  const ways = [
    { does: back, act: () => { onClose(); toTriage(); }, main: true },
    ...(hand && !hand.answered_at ? [] : [{ does: "Ask a supervisor for help", act: raise }]),
    ...rest,
  ];
  // Before the next key: it belongs here.
  useLayoutEffect(() => first.current.focus(), []);
  useFigures(ways);
  return html`
    <${Dialog} title="Is somebody in danger?" onClose=${onClose}>
      <p class="danger-words"><strong>${dangerWords(danger, data).join(" ")}</strong></p>
      <p>If so, ring 999 now: nobody has to approve that.</p>
      ${children}
      <div class="ways">${ways.map(({ does, act, main, danger: hard }, i) => html`
        <button key=${does} ref=${i ? undefined : first} class="button ${main ? "button--primary" : hard ? "button--danger" : ""}" onClick=${act}><span>${does}</span><${Key}>${i + 1}<//></button>`)}</div>
      <div class="actions"><button class="button button--quiet" onClick=${onClose}>Cancel<${Key}>Esc<//></button></div>
    <//>`;
}

/** Press a way by its figure, while the question stands. */
function useFigures(ways) {
  const now = useRef(ways);
  now.current = ways;
  useLayoutEffect(() => {
    const press = (event) => {
      const figure = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
      if (!figure || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      const way = now.current[figure - 1];
      if (!way) return;
      event.preventDefault();
      way.act();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

const pick = (...names) =>
  names.flatMap((name) => [`[name="${name}"]:checked`, `[name="${name}"]`]).map((each) => document.querySelector(each)).find(Boolean)?.focus();

/** First what nobody has asked about, else the level. */
function toTriage(actions, { markers }) {
  actions.show({ tab: "triage", pane: "help" });
  elsewhere(() => pick(...markers.map((id) => `marker-${id}`), "level"));
}

const toWrapUp = ({ markers = [] }) => requestAnimationFrame(() => pick(...markers.map((id) => `wrap-up-${id}`), "wrap-up-level"));
