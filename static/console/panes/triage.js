import { html, useState } from "../view.js";
import { Choices, Empty, Key, useDesk } from "../parts.js";
import { clock } from "../words.js";

export const ANSWERS = [{ id: "yes", label: "Yes" }, { id: "no", label: "No" }, { id: "not_asked", label: "Not asked" }];
const SCALE = [...Array.from({ length: 11 }, (_, i) => ({ id: i, label: String(i) })), { id: null, label: "Not asked" }];

/** What a person judges: everything is saved as it is chosen, and can be undone once. */
export function TriageTab({ contact, details }) {
  const { actions, data } = useDesk();
  const { triage } = details;
  const save = (changes, label) => actions.triage(contact.contact, changes, label);
  if (contact.wrap_up) return html`<${Empty} title="The talk has ended."><p>Everything to record stands in the wrap-up beside this.</p><//>`;
  return html`
    <${Saved} contact=${contact} saving=${details.saving} />
    <${LevelChoice} contact=${contact} details=${details} />
    <${Choices} name="caller-type" legend="Who is it?" options=${data.caller_types} value=${triage.caller_type}
      onPick=${(caller_type) => save({ caller_type }, "caller type")} />
    <${Readiness} field="readiness_before" legend="Ready to change, at the start" triage=${triage} save=${save} />
    <${Readiness} field="readiness_after" legend="Ready to change, at the end" triage=${triage} save=${save} />
    <section class="markers" aria-labelledby="markers-title">
      <h3 id="markers-title">Risk markers</h3>
      <p class="muted">"Not asked" is never "no". Self-report is a floor: it may be worse than they say.</p>
      ${data.markers.map((marker) => html`
        <${Marker} key=${marker.id} marker=${marker} contact=${contact} answer=${triage.markers[marker.id]} save=${save} />`)}
    </section>`;
}

export function Saved({ contact, saving }) {
  const { actions } = useDesk();
  const undo = () => actions.triage(contact.contact, saving.undo.changes, saving.undo.label, true);
  return html`
    <p class="saved ${saving?.why ? "saved--failed" : ""}" role="status">
      ${!saving && "Each choice is saved at once."}
      ${saving?.why && `Not saved: ${saving.label}. ${saving.why}`}
      ${saving && !saving.why && !saving.done && `Saving ${saving.label}…`}
      ${saving?.done && `${saving.undone ? "Undone" : "Saved"} ${saving.done}: ${saving.label}.`}
      ${saving?.undo && html` <button class="button button--quiet button--small" type="button" id="undo" onClick=${undo}>Undo<${Key}>Alt Z<//></button>`}
    </p>`;
}

function LevelChoice({ contact, details }) {
  const { actions, data } = useDesk();
  const [chosen, choose] = useState(null);
  const now = details.level?.level ?? contact.level ?? null;
  const pending = chosen !== null && chosen !== now;
  const label = (id) => data.levels.find((level) => level.id === id)?.label ?? "";
  const confirm = async () => {
    await actions.setLevel(contact.contact, chosen);
    choose(null);
  };
  return html`
    <${Choices} name="level" legend="Level: a person decides" options=${data.levels.map((each) => ({ ...each, shape: `shape-${each.id}` }))} value=${chosen ?? now} pending=${pending} onPick=${choose}>
      <p class="level-line" role="status">
        ${pending
          ? html`<strong>Not recorded yet. Press Set to record.</strong> Set the level to <strong>${label(chosen).toLowerCase()}</strong>? It orders the queue, and your name stands beside it.
              <span class="actions"><button class="button button--small button--primary" onClick=${confirm}>Set ${label(chosen).toLowerCase()}</button>
              <button class="button button--small" onClick=${() => choose(null)}>Leave it</button></span>`
          : levelLine(details, now)}
        ${details.levelWhy && html`<strong class="todo">${details.levelWhy}</strong>`}
      </p>
    <//>`;
}

const levelLine = ({ level }, now) => {
  if (!now) return "Not set yet.";
  return level?.by ? `Set by ${level.by} at ${clock(level.at)}.` : "Set.";
};

export function Readiness({ field, legend, triage, save }) {
  return html`
    <div class="scale"><${Choices} name=${field} legend="${legend}, 0 to 10" options=${SCALE} value=${triage[field] ?? null}
      onPick=${(value) => save({ [field]: value }, legend.toLowerCase())} /></div>`;
}

function Marker({ marker, contact, answer, save }) {
  const hinted = contact.markers.includes(marker.id);
  return html`
    <div class="marker ${hinted ? "marker--hinted" : ""} marker--${answer}">
      <div class="marker__words"><p class="marker__label">${marker.label}${" "}
        ${hinted && answer === "not_asked" && html`<span class="tag tag--warn tag--dashed">Worth asking</span>`}</p>
        <p class="marker__question">${marker.question}</p></div>
      <${Choices} name="marker-${marker.id}" legend=${marker.label} hidden options=${ANSWERS} value=${answer}
        onPick=${(id) => save({ markers: { [marker.id]: id } }, marker.label.toLowerCase())} />
    </div>`;
}
