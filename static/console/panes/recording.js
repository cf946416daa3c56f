import { html, useState } from "../view.js";
import { CHANNELS, mayRecord } from "../channels.js";
import { Choices, Confirm, Dialog, useDesk } from "../parts.js";
import { CARDS, RULERS, followUps, inWords, isFor } from "../rulers.js";
import { ABOUT, AGE_BANDS, GENDERS, LANGUAGES, NEEDS, refusal } from "../words.js";
import { Saved } from "./triage.js";

const listed = (labels) => Object.entries(labels).map(([id, label]) => ({ id, label }));
const NUMBERS = [...Array.from({ length: 11 }, (_, i) => ({ id: i, label: String(i) })), { id: null, label: "Rather not say" }];
const SAFE = [{ id: true, label: "Yes" }, { id: false, label: "No" }, { id: null, label: "Not known" }];

/** Which it is, and whom it is about: the script begins there. Nothing begins before it is said. */
export function Record({ onClose }) {
  const { actions } = useDesk();
  const [channel, choose] = useState("phone");
  const [about, setAbout] = useState("unsure");
  const [why, say] = useState("");
  const [busy, setBusy] = useState(false);
  const begin = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    try {
      const contact = await actions.startRecording(channel, about);
      onClose();
      actions.select(contact);
    } catch (error) {
      setBusy(false);
      say(refusal(error));
    }
  };
  return html`
    <${Dialog} title="Record a phone call or an e-mail" onClose=${onClose}>
      <form class="record" onSubmit=${begin}>
        <p>The same script, triage and services, and no words: nothing that is said or written is kept here, and nothing is sent to anybody.</p>
        <${Choices} name="record-channel" legend="What is it?" options=${listed(CHANNELS).map(({ id, label }) => ({ id, label: label.label }))} value=${channel} onPick=${choose}>
          <p class="muted">${CHANNELS[channel].how}</p><//>
        <${Choices} name="record-about" legend="What is it about, as far as you know? It can be changed." options=${listed(ABOUT)} value=${about} onPick=${setAbout} />
        ${why && html`<p class="field__error" role="alert">${why}</p>`}
        <div class="actions"><button class="button button--primary" type="submit" aria-disabled=${busy ? "true" : undefined}>${busy ? "Beginning…" : "Begin"}</button>
          <button class="button" type="button" onClick=${onClose}>Cancel</button></div>
      </form>
    <//>`;
}

/** The phone rings whatever else goes on: it stands under one's own, however many these are. */
export function RecordButton() {
  const { state, actions } = useDesk();
  if (!mayRecord(state)) return null;
  return html`<p class="practise"><button class="button button--small" onClick=${() => actions.show({ dialog: { name: "record" } })}>Record a call or an e-mail…</button></p>`;
}

export function Discard({ contact, onClose }) {
  const { actions } = useDesk();
  const [why, say] = useState("");
  if (!contact) return null;
  const yes = () => actions.discard(contact.contact).then(onClose, (error) => say(refusal(error)));
  return html`
    <${Confirm} title="Throw contact ${contact.slot} away?" yes="Throw it away" danger onYes=${yes} onNo=${onClose}>
      <p>For what was begun by mistake. All that you recorded of it goes, and it is counted nowhere.</p>
      ${why && html`<p class="field__error" role="alert">${why}</p>`}<//>`;
}

/** In place of the words and the box: what the caller says of themselves, and the two rulers to ask. */
export function Recording({ contact }) {
  const { state } = useDesk();
  const details = state.details[contact.contact];
  const { one, say } = CHANNELS[contact.channel];
  return html`
    <div class="recording">
      <p class="recording__banner"><strong>No words are kept of ${one}.</strong> Nothing can be typed or sent from here. The script beside this is for you: ${say.toLowerCase()}</p>
      <${Answers} contact=${contact} />
      ${isFor(details?.guidance?.kind) && [...RULERS].map((name) => html`<${Ruler} key=${name} contact=${contact} name=${name} triage=${details?.triage} />`)}
      <${Saved} contact=${contact} saving=${details?.saving} />
    </div>`;
}

/** Codes alone: there is no box for a name, a number or a place. */
export function Answers({ contact }) {
  const { actions, data } = useDesk();
  const { answers = {}, contact: id } = contact;
  const save = (name, label) => (value) => actions.answers(id, { [name]: value }, label.toLowerCase());
  const select = (name, label, options) => html`
    <label>${label} <select value=${answers[name] ?? ""} onChange=${({ target }) => save(name, label)(target.value || null)}>${options}</select></label>`;
  const of = (labels, none) => [none && html`<option key="" value="">${none}</option>`, ...listed(labels).map(({ id: code, label }) => html`<option key=${code} value=${code}>${label}</option>`)];
  return html`
    <fieldset class="recording__answers"><legend>What they say of themselves</legend>
      <div class="recording__row">
        ${select("about", "About", of(ABOUT))}
        ${answers.about === "work" && select("need", "What they need", of(NEEDS, "Not known"))}
        ${select("age_band", "Age", of(AGE_BANDS, "Not known"))}
        ${select("gender", "Gender", of(GENDERS, "Not known"))}
        ${select("area", "Area", [html`<option key="" value="">Not known</option>`, ...data.areas.map(({ nation, names }) => html`
          <optgroup label=${nation} key=${nation}>${names.map((name) => html`<option key=${name} value=${name}>${name}</option>`)}</optgroup>`)])}
        ${select("language", "Language", of(LANGUAGES))}
      </div>
      <${Choices} name="record-safe" legend="Is everybody safe now?" options=${SAFE} value=${answers.safe_now ?? null} onPick=${save("safe_now", "Safe now")} />
    </fieldset>`;
}

const PLACES = { readiness_before: "at the start", readiness_after: "at the end" };

/** Asked aloud, and typed here: the number stays on this page, unless a person records it. */
function Ruler({ contact, name, triage }) {
  const { actions, data } = useDesk();
  const id = contact.contact;
  const said = contact.rulers && name in contact.rulers;
  const value = said ? contact.rulers[name] : undefined;
  const { question, low, high } = data.talk_cards[name];
  const record = (field) => actions.triage(id, { [field]: value }, `ready to change, ${PLACES[field]}`);
  return html`
    <div class="recording__ruler">
      <${Choices} name="ruler-${name}" legend=${question} options=${NUMBERS} value=${value} onPick=${(number) => actions.setRuler(id, name, number)}>
        <p class="muted">0: ${low}. 10: ${high}.</p>
        <div role="status">${said && html`
          <p>${CARDS[name].short.split(",")[0]}: ${inWords(value)}. You could ask: ${followUps(value, contact.answers?.language).map((words) => html`<q key=${words}>${words}</q> `)}</p>`}
          ${said && value !== null && name === "importance" && triage && html`
            <p class="ruler-next__record">Record ${value} in triage as ready to change:
              ${Object.entries(PLACES).map(([field, place]) => html` <span key=${field}>${triage[field] === value
                ? html`<span class="tag tag--ok">${place}: recorded</span>`
                : html`<button class="button button--small" type="button" onClick=${() => record(field)}>${place}</button>`}</span>`)}</p>`}</div>
      <//>
    </div>`;
}

/** Nothing is heard by itself, since there are no words: a person ticks what they hear, and the script answers. */
export function Heard({ contact }) {
  const { actions, data } = useDesk();
  const ticked = new Set(contact.ticked ?? []);
  const cues = listed(data.cue_labels);
  return html`
    <details class="recording__heard"><summary>What do you hear?${ticked.size > 0 && ` (${ticked.size})`}</summary>
      <p class="muted">Tick it, and prompts that answer it come. It is kept nowhere.</p>
      <div class="recording__cues">${cues.map(({ id, label }) => html`
        <label class="choice" key=${id}><input type="checkbox" checked=${ticked.has(id)} disabled=${contact.wrap_up}
          onChange=${({ target }) => actions.hear(contact.contact, id, target.checked)} /> ${label}</label>`)}</div>
    </details>`;
}
