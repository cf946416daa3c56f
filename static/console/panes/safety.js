import { html } from "../view.js";
import { useDesk } from "../parts.js";
import { alarms } from "../contact.js";
import { plain } from "../words.js";

/** What nobody has looked at yet, each with its words: a question, never a fact. */
export function useAlarms(contact) {
  const { state } = useDesk();
  return contact ? alarms(contact, state.details[contact.contact]?.triage?.markers) : [];
}

/** "Child at risk", "Threats to kill": the label of a cue or of a marker. */
export function safetyLabel(data, { kind, id }) {
  const label = kind === "marker" ? data.markers.find((marker) => marker.id === id)?.label : data.cue_labels[id];
  return label ?? plain(id);
}

// A marker says more than the cue that is heard in the same words: "Threats to kill?" need not be said as "Threat?" beside it.
const SAYS_MORE = { threat_ultimatum: "threat_to_kill", self_harm: "suicidal", child_at_risk: "child_risk" };

/** Each danger once: a cue is left out where its marker stands beside it. */
export function eachOnce(found) {
  const markers = new Set(found.filter(({ kind }) => kind === "marker").map(({ id }) => id));
  return found.filter(({ kind, id }) => kind === "marker" || !markers.has(SAYS_MORE[id]));
}

export function SafetyBadges({ found }) {
  const { data } = useDesk();
  const labels = [...new Set(eachOnce(found).map((each) => safetyLabel(data, each)))];
  return labels.map((label) => html`
    <span class="tag tag--alarm" key=${label} title="Found in their words; a person must judge">${label}?</span>`);
}

/** Above the words, until a person has looked: what may be a danger, and the two ways to have seen it. */
export function SafetyLine({ contact }) {
  const { actions } = useDesk();
  const found = useAlarms(contact);
  return html`
    <div role="status">${found.length > 0 && html`
      <p class="safety-line"><strong>Safety:</strong> <${SafetyBadges} found=${found} />
        <span class="safety-line__acts">
          ${!contact.wrap_up && found.some(({ kind }) => kind === "cue") && html`<button class="button button--small" onClick=${actions.openScript}>Open in script<kbd aria-hidden="true">Alt S</kbd></button>`}
          ${!contact.wrap_up && found.every(({ kind }) => kind === "marker") && html`<button class="button button--small" onClick=${() => actions.show({ tab: "triage", pane: "help" })}>Open triage</button>`}
          <button class="button button--small" onClick=${() => actions.seeSafety(contact.contact, found)}>Seen</button></span></p>`}</div>`;
}
