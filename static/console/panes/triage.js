import { html } from "../view.js";
import { Choices, Empty, Key, useDesk } from "../parts.js";
import { toMarker } from "../box.js";
import { unasked } from "../contact.js";
import { isBelow } from "../risk.js";
import { LevelChoice, Suggested, toRow } from "./level.js";

export const ANSWERS = [{ id: "yes", label: "Yes" }, { id: "no", label: "No" }, { id: "not_asked", label: "Not asked" }];
const SCALE = [...Array.from({ length: 11 }, (_, i) => ({ id: i, label: String(i) })), { id: null, label: "Not asked" }];

/** What a person judges: everything is saved as it is chosen, and can be undone once. */
export function TriageTab({ contact, details }) {
  const { actions, data } = useDesk();
  const { triage, instrument } = details;
  const save = (changes, label) => actions.triage(contact.contact, changes, label);
  if (contact.wrap_up) return html`<${Empty} title="The talk has ended."><p>Everything to record stands in the wrap-up beside this.</p><//>`;
  return html`
    <${Saved} contact=${contact} saving=${details.saving}><${ToLevel} contact=${contact} details=${details} /><//>
    <${Heard} contact=${contact} triage=${triage} markers=${instrument.markers} />
    <${Suggested} details=${details} id="suggested-title" />
    <${LevelChoice} contact=${contact} details=${details} name="level" />
    <${Choices} name="caller-type" legend="Who is it?" options=${data.caller_types} value=${triage.caller_type}
      onPick=${(caller_type) => save({ caller_type }, "caller type")} />
    <${Readiness} field="readiness_before" legend="Ready to change, at the start" triage=${triage} save=${save} />
    <${Readiness} field="readiness_after" legend="Ready to change, at the end" triage=${triage} save=${save} />
    <section class="markers" aria-labelledby="markers-title">
      <h3 id="markers-title">Risk markers</h3>
      <p class="muted">"Not asked" is never "no". Self-report is a floor: it may be worse than they say.</p>
      ${instrument.markers.map((marker) => html`
        <${Marker} key=${marker.id} marker=${marker} contact=${contact} answer=${triage.markers[marker.id]} save=${save} />`)}
    </section>`;
}

/** The way to what was heard and nobody has asked about: it stands open further down. */
function Heard({ contact, triage, markers }) {
  const heard = markers.filter(({ id }) => unasked(contact, triage.markers).includes(id));
  return heard.length > 0 && html`
    <p class="heard"><strong>Heard, not asked yet:</strong>${heard.map(({ id, label }) => html`
      <button class="button button--small" type="button" key=${id} onClick=${() => toMarker(id)}>${label}</button>`)}</p>`;
}

/** What the answers suggest and nobody has set yet, in sight of whoever answers further down; it goes to where the level is set. */
function ToLevel({ contact, details }) {
  const { data } = useDesk();
  const suggested = details.triage.suggestion.level;
  const now = details.level?.level ?? contact.level ?? null;
  if (!suggested || (now && !isBelow(now, suggested))) return null;
  const { label } = data.levels.find(({ id }) => id === suggested);
  return html`<button class="button button--small saved__level" type="button" aria-live="off" onClick=${() => toRow("level")}>Suggested: <span class="shape-${suggested}">${label}</span></button>`;
}

export function Saved({ contact, saving, children }) {
  const { actions } = useDesk();
  const undo = () => actions.triage(contact.contact, saving.undo.changes, saving.undo.label, true);
  return html`
    <p class="saved ${saving?.why ? "saved--failed" : ""}" role="status"><span class="saved__what">
      ${!saving && "Each choice is saved at once."}
      ${saving?.why && `Not saved: ${saving.label}. ${saving.why}`}
      ${saving && !saving.why && !saving.done && `Saving ${saving.label}…`}
      ${saving?.done && `${saving.undone ? "Undone" : "Saved"} ${saving.done}: ${saving.label}.`}</span>
      ${children}
      ${saving?.undo && html` <button class="button button--quiet button--small" type="button" id="undo" onClick=${undo}>Undo<${Key}>Alt Z<//></button>`}
    </p>`;
}

export function Readiness({ field, legend, triage, save }) {
  return html`
    <div class="scale"><${Choices} name=${field} legend="${legend}, 0 to 10" options=${SCALE} value=${triage[field] ?? null}
      onPick=${(value) => save({ [field]: value }, legend.toLowerCase())} /></div>`;
}

/** Heard in the words it stands open, and unanswered: a person asks and answers. It stays open then, so that nothing moves. */
function Marker({ marker, contact, answer, save }) {
  const hinted = contact.markers.includes(marker.id);
  const open = answer === "not_asked";
  return html`
    <div class="marker ${hinted ? "marker--hinted" : ""} marker--${answer}">
      <div class="marker__words"><p class="marker__label">${marker.label}${" "}
        ${hinted && open && html`<span class="tag tag--warn tag--dashed">Heard: worth asking</span>`}
        ${!marker.listened_for && open && html`<span class="tag tag--note">Never marked: always ask</span>`}</p>
        <p class="marker__question">${marker.question}</p></div>
      <${Choices} name="marker-${marker.id}" legend=${marker.label} hidden options=${ANSWERS} value=${answer}
        onPick=${(id) => save({ markers: { [marker.id]: id } }, marker.label.toLowerCase())} />
      <details class="marker__guidance" open=${hinted}><summary>How to ask<span class="visually-hidden">: ${marker.label}</span></summary>
        <ul>${marker.guidance.map((line) => html`<li key=${line}>${line}</li>`)}</ul></details>
    </div>`;
}
