import { html } from "../view.js";
import { useDesk } from "../parts.js";
import { isFor } from "../rulers.js";

// Asked of nobody but who may change something of their own.
const CHANGE = new Set(["importance", "confidence", "change_talk", "plan"]);

/** For the figures, and all of it optional: folded away, one list for each, saved as it is chosen. */
export function Noted({ contact, details }) {
  const { actions, data } = useDesk();
  const { triage } = details;
  const save = (changes, label) => actions.triage(contact.contact, changes, label.toLowerCase());
  const groups = shownOf(data.noted.groups, isFor(details.guidance?.kind));
  return html`
    <details class="noted">
      <summary>More for the figures <span class="muted">${howMany(groups, triage)}</span></summary>
      <p class="muted">All optional: note what you know, and ask nothing for it.</p>
      <div class="noted__groups">
        ${groups.map(({ title, fields }) => html`
          <fieldset key=${title}><legend>${title}</legend>
            ${fields.map((field) => html`<${Choice} key=${field.name} field=${field} value=${triage[field.name]} save=${save} />`)}</fieldset>`)}
        <${Behaviours} options=${data.noted.behaviours} chosen=${triage.behaviours ?? []} save=${save} />
        ${contact.channel && html`
          <fieldset><legend>Before anything else</legend><label class="noted__box">
            <input type="checkbox" checked=${triage.confidentiality_given} onChange=${({ target }) => save({ confidentiality_given: target.checked }, "Confidentiality")} />
            You told them what stays confidential</label></fieldset>`}
      </div>
    </details>`;
}

/** What is asked of this caller: nobody who is hurt, helps or works is asked to change. */
export function shownOf(groups, own) {
  const fits = ({ name }) => own || !CHANGE.has(name);
  return groups.map(({ title, fields }) => ({ title, fields: fields.filter(fits) })).filter(({ fields }) => fields.length);
}

/** "nothing noted", "1 noted" ... of what is shown. */
export function howMany(groups, triage) {
  const held = groups.flatMap(({ fields }) => fields).filter(({ name }) => (triage[name] ?? null) !== null).length;
  const all = held + (triage.behaviours?.length ? 1 : 0);
  return all ? `${all} noted` : "nothing noted, all optional";
}

function Choice({ field, value, save }) {
  const { name, label, options } = field;
  const pick = ({ target }) => save({ [name]: target.value === "" ? null : options[target.selectedIndex - 1].id }, label);
  return html`
    <label>${label}<select name=${`noted-${name}`} value=${value ?? ""} onChange=${pick}>
      <option value="">Not recorded</option>
      ${options.map(({ id, label: words }) => html`<option key=${id} value=${id}>${words}</option>`)}</select></label>`;
}

function Behaviours({ options, chosen, save }) {
  const change = (id) => ({ target }) => save({ behaviours: target.checked ? [...chosen, id] : chosen.filter((each) => each !== id) }, "Behaviour");
  return html`
    <fieldset><legend>Behaviour they spoke of</legend><div class="noted__boxes">
      ${options.map(({ id, label }) => html`
        <label class="noted__box" key=${id}><input type="checkbox" name=${`noted-${id}`} checked=${chosen.includes(id)} onChange=${change(id)} />${label}</label>`)}
    </div></fieldset>`;
}
