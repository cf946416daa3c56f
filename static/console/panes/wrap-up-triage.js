import { html } from "../view.js";
import { Choices, useDesk } from "../parts.js";
import { LevelChoice, Suggested } from "./level.js";
import { ANSWERS, Readiness } from "./triage.js";
import { Noted } from "./noted.js";
import { clock, count } from "../words.js";

/** Who it was, how pressing, how ready, and every marker; what nobody answered says "Not asked". */
export function Judged({ contact, details }) {
  const { actions, data } = useDesk();
  const { triage, instrument } = details;
  const save = (changes, label) => actions.triage(contact.contact, changes, label);
  return html`
    <div class="wrap-up__parts" id="wrap-up-triage" tabindex="-1">
      <div class="wrap-up__part">
        <${Choices} name="wrap-up-caller-type" legend="Who was it?" options=${data.caller_types} value=${triage.caller_type}
          onPick=${(caller_type) => save({ caller_type }, "caller type")} />
        <${Suggested} details=${details} id="wrap-up-suggested" as="h4" />
        <${LevelChoice} contact=${contact} details=${details} name="wrap-up-level" atOnce />
        <${Readiness} field="readiness_before" legend="Ready to change, at the start" triage=${triage} save=${save} />
        <${Readiness} field="readiness_after" legend="Ready to change, at the end" triage=${triage} save=${save} />
        <${Given} given=${details.signposts ?? []} contact=${contact} />
      </div>
      <section class="wrap-up__part" aria-labelledby="wrap-up-markers">
        <h4 id="wrap-up-markers">Risk markers</h4>
        ${instrument.markers.map((marker) => html`
          <${Marker} key=${marker.id} marker=${marker} hinted=${contact.markers.includes(marker.id)} answer=${triage.markers[marker.id]} save=${save} />`)}
      </section>
    </div>
    <${Noted} contact=${contact} details=${details} />`;
}

function Marker({ marker, hinted, answer, save }) {
  return html`
    <div class="marker marker--short ${hinted ? "marker--hinted" : ""} marker--${answer}" title=${marker.question}>
      <p class="marker__label">${marker.label}${hinted && answer === "not_asked" && html` <span class="tag tag--warn tag--dashed">Heard</span>`}</p>
      <${Choices} name="wrap-up-${marker.id}" legend=${marker.label} hidden options=${ANSWERS} value=${answer}
        onPick=${(id) => save({ markers: { [marker.id]: id } }, marker.label.toLowerCase())} />
    </div>`;
}

/** What a person gave; the lines that the service itself showed at the end are said apart, and counted nowhere. */
function Given({ given, contact }) {
  const shown = contact.items.filter(({ kind, from }) => kind === "signpost" && from === "system").length;
  return html`
    <div class="given" role="group" aria-labelledby="wrap-up-given"><h4 id="wrap-up-given">Given in this talk</h4>
      ${given.length
        ? html`<ul>${given.map(({ entry, name, at }) => html`<li key=${entry}>${name} <span class="muted figure-text">${clock(at)}</span></li>`)}</ul>`
        : html`<p class="muted">${contact.channel ? "No service was named." : "No card was given."}</p>`}
      ${shown > 0 && html`<p class="muted">The service itself showed ${count(shown, "line", "lines")} to ring at the end. That is not counted as given.</p>`}</div>`;
}
