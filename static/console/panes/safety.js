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

/** As they are named, [{label, found}]: with a name everything is seen that it stands for, a cue with its marker too. */
export function byName(found, labelOf) {
  const named = new Map();
  for (const each of eachOnce(found)) named.set(labelOf(each), [...(named.get(labelOf(each)) ?? []), each]);
  const shown = new Set(eachOnce(found));
  for (const each of found.filter((one) => !shown.has(one))) {
    [...named.values()].find((those) => those.some(({ kind, id }) => kind === "marker" && id === SAYS_MORE[each.id])).push(each);
  }
  return [...named].map(([label, those]) => ({ label, found: those }));
}

const WHY = "Found in their words; a person must judge";

export function SafetyBadges({ found }) {
  const { data } = useDesk();
  return byName(found, (each) => safetyLabel(data, each)).map(({ label }) => html`
    <span class="tag tag--alarm" key=${label} title=${WHY}>${label}?</span>`);
}

/** Above the words, until a person has looked: what may be a danger, each with its own "Seen", and the ways to what helps. */
export function SafetyLine({ contact }) {
  const { actions, data } = useDesk();
  const found = useAlarms(contact);
  const named = byName(found, (each) => safetyLabel(data, each));
  const see = (those) => ({ target }) => {
    // What was pressed goes: the focus is on the next one, not lost.
    const others = [...target.closest(".safety-line").querySelectorAll(".alarm__seen")];
    (others[others.indexOf(target) + 1] ?? others[others.indexOf(target) - 1])?.focus();
    actions.seeSafety(contact.contact, those);
  };
  return html`
    <div role="status">${named.length > 0 && html`
      <div class="safety-line"><strong>Safety:</strong>
        ${named.map(({ label, found: those }) => html`
          <span class="alarm" key=${label}><span class="tag tag--alarm" title=${WHY}>${label}?</span><button class="button button--small alarm__seen" aria-label="Seen: ${label}" onClick=${see(those)}>Seen</button></span>`)}
        <span class="safety-line__acts">
          ${!contact.wrap_up && found.some(({ kind }) => kind === "cue") && html`<button class="button button--small" onClick=${actions.openScript}>Open in script<kbd aria-hidden="true">Alt S</kbd></button>`}
          ${!contact.wrap_up && found.every(({ kind }) => kind === "marker") && html`<button class="button button--small" onClick=${() => actions.show({ tab: "triage", pane: "help" })}>Open triage</button>`}
          ${named.length > 1 && html`<button class="button button--small" onClick=${() => actions.seeSafety(contact.contact, found)}>All seen</button>`}</span></div>`}</div>`;
}
