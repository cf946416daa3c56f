import { html, useEffect, useRef, useState } from "../view.js";
import { Choices, Empty, Key, useDesk } from "../parts.js";
import { CHANNELS, isRecorded } from "../channels.js";
import { heardSafety, unasked } from "../contact.js";
import { openDanger } from "../danger.js";
import { Answers } from "./recording.js";
import { safetyLabel } from "./safety.js";
import { Saved } from "./triage.js";
import { Judged } from "./wrap-up-triage.js";
import { clock, endedBecause, refusal } from "../words.js";

/** After the end, all in one form: how it ended, what was found out, what was given, and closing. Nothing can be sent any more. */
export function WrapUp({ contact }) {
  const { state, store, actions, data } = useDesk();
  const details = state.details[contact.contact];
  const outcome = details?.outcome ?? contact.outcome ?? null;
  const [why, say] = useState("");
  const [busy, setBusy] = useState(false);
  const title = useRef();
  // The box is gone and the focus with it, or it waits on the heading for this; a focus elsewhere, say in a search, stays there.
  useEffect(() => { if (document.activeElement === document.body || document.activeElement.id === "talk-title") title.current.focus(); }, []);
  const close = async (event) => {
    event.preventDefault();
    if (!outcome) {
      event.target.querySelector('[name="outcome"]')?.focus();
      return say("Choose how it ended first. Everything else may stay as it is.");
    }
    if (details?.saving?.why && !why) return say(`"${details.saving.label}" was not saved. Choose it again, or press once more to close without it.`);
    setBusy(true);
    try {
      // What was just chosen answers a danger once it is saved.
      await actions.saved(contact.contact);
      const danger = openNow(store.state, contact.contact);
      if (!danger) return await actions.wrapUp(contact.contact, outcome);
      ask(danger);
    } catch (error) {
      // The service holds the same rule, and has the last word.
      if (error.code === "danger.open") ask(error);
      else say(refusal(error));
    }
    return setBusy(false);
  };
  const ask = (danger) => actions.show({ dialog: { name: "leftOpen", contact: contact.contact, outcome, danger } });
  const pick = (id) => { say(""); actions.noteOutcome(contact.contact, id); };
  return html`
    <form class="wrap-up" onSubmit=${close} onKeyDown=${notByEnter}>
      <div class="wrap-up__head"><h3 tabindex="-1" ref=${title}>Wrap up contact ${contact.slot}</h3>
        ${contact.closes_at && html`<span class="wrap-up__time figure-text">Closes by itself at ${clock(contact.closes_at)}</span>`}</div>
      <p>${isRecorded(contact) ? recordedBecause(contact) : html`${endedBecause(contact.reason)} <strong>Nothing more can be sent.</strong>`} Each choice is saved at once.</p>
      <${Heard} contact=${contact} answers=${details?.triage?.markers} />
      <${Choices} name="outcome" legend="How did it end? (needed)" options=${outcomesFor(contact, data)} value=${outcome} onPick=${pick} />
      ${isRecorded(contact) && html`<${Answers} contact=${contact} />`}
      <${Rest} contact=${contact} details=${details} />
      <div class="wrap-up__foot">
        <${Saved} contact=${contact} saving=${details?.saving} />
        ${why && html`<p class="field__error" role="alert">${why}</p>`}
        <button class="button button--primary" type="submit" disabled=${busy}>${closeWords(contact, busy)}${!busy && html`<${Key}>Alt F<//>`}</button>
      </div>
    </form>`;
}

const recordedBecause = ({ channel, reason }) => `${CHANNELS[channel].ended}: ${reason === "left_open" ? "nobody was recording it any more, so it ended by itself." : "it has ended."}`;

/** What of a danger is open, as far as this page knows it; null also where it does not know enough to say. */
function openNow({ contacts, details }, id) {
  return contacts[id] && details[id]?.triage ? openDanger(contacts[id], details[id]) : null;
}

/** A test contact of an administrator's is practice, but leaves nothing to look back on. */
export function closeWords({ practice, test }, busy) {
  if (busy) return "Closing…";
  return practice && !test ? "Close and look back" : "Close this contact";
}

/** A talk that was ended for abuse stays that: its alert and its block say the same. */
const outcomesFor = ({ outcome }, { outcomes }) => (outcome === FOR_ABUSE ? outcomes.filter(({ id }) => id === FOR_ABUSE) : outcomes);
const FOR_ABUSE = "ended_inappropriate";

/** Enter in a row of choices would close the contact before the rest is looked at: only the button closes. */
function notByEnter(event) {
  if (event.key === "Enter" && event.target.type === "radio") event.preventDefault();
}

/** Everything that may stay as it is. */
function Rest({ contact, details }) {
  const { actions } = useDesk();
  if (details?.triage) return html`<${Judged} contact=${contact} details=${details} />`;
  if (details?.status === "error") {
    return html`<div class="notice notice--error"><p>${details.why}</p>
      <button class="button button--small" type="button" onClick=${() => actions.loadDetails(contact.contact)}>Try again</button></div>`;
  }
  return html`<${Empty} title="Loading what was recorded…" />`;
}

/** What was heard, and what of it nobody asked about; closing asks about it once more. */
function Heard({ contact, answers }) {
  const { data } = useDesk();
  const cues = heardSafety(contact).filter(({ kind }) => kind === "cue").map((each) => safetyLabel(data, each));
  const open = unasked(contact, answers).map((id) => safetyLabel(data, { kind: "marker", id }));
  if (!cues.length && !open.length) return null;
  return html`
    <div class="notice notice--warning wrap-up__heard">
      ${cues.length > 0 && html`<p><strong>Safety words heard:</strong> ${cues.map((label) => `${label}?`).join(" · ")}</p>`}
      ${open.length > 0 && html`<p><strong>Heard, still "not asked":</strong> ${open.join(" · ")}.</p>`}
    </div>`;
}
