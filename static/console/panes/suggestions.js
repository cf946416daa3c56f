import { html } from "../view.js";
import { Key, useDesk } from "../parts.js";
import { isRecorded } from "../channels.js";
import { heardSafety } from "../contact.js";
import { wordsOf } from "../marks.js";
import { plain } from "../words.js";
import { NotSo } from "./not-so.js";

/** What the caller's words call to mind, as fitting.js chose it: a suggestion, never a fact; a person decides. */
export function Suggestions({ contact, fitting, safety }) {
  if (!fitting.length) return null;
  return html`
    <section class="suggestions ${safety ? "suggestions--safety" : ""}" aria-label=${safety ? "Safety first" : "You could ask"}>
      <h3>${safety ? "Safety first. You could ask" : "You could ask"}</h3>
      ${fitting.map((each, i) => html`<${Suggestion} key=${each.node.id} contact=${contact} first=${safety && i === 0} ...${each} />`)}
    </section>`;
}

/** What is known of a cue beyond its steps: the aim, other wordings, what to keep from. */
export function Tips({ contact, tips }) {
  const { data } = useDesk();
  return tips.map((tip) => html`
    <details class="tip" key=${tip.cue}><summary>About ${(data.cue_labels[tip.cue] ?? plain(tip.cue)).toLowerCase()}</summary>
      <p>${tip.aim}</p>
      <ul class="prompt__others">${tip.replies.map((words) => html`<${Reply} key=${words} words=${words} contact=${contact} />`)}</ul>
      ${tip.avoid.length > 0 && html`<p class="muted">Keep from: ${tip.avoid.join("; ")}.</p>`}
    </details>`);
}

function Reply({ words, contact }) {
  const { actions } = useDesk();
  return html`
    <li><span>${words}</span>${!isRecorded(contact) && html`<button class="button button--small" aria-label="Put into the message box: ${words}"
      onClick=${() => actions.putPrompt(contact.contact, { id: null, words })}>Put in</button>`}</li>`;
}

function Suggestion({ contact, node, reasons, hotkey, place, first, again }) {
  const { actions, data } = useDesk();
  const id = contact.contact;
  const label = ({ cue, label: own }) => own ?? data.cue_labels[cue] ?? plain(cue);
  const seen = () => actions.seeSafety(id, heardSafety(contact).filter((each) => reasons.some(({ cue }) => cue === each.id && each.kind === "cue")));
  const put = () => { seen(); actions.putPrompt(id, { id: node.id, model: node.model, words: node.prompt, because: reasons }); };
  const open = () => { seen(); actions.move(id, node.id); };
  const unhear = () => reasons.forEach(({ cue }) => actions.hear(id, cue, false));
  const aside = isRecorded(contact) ? unhear : () => actions.putAside(id, reasons.map(({ seq, cue }) => `${seq}:${cue}`));
  return html`
    <div class="suggestion">
      <p class="suggestion__why">${reasons.map((cue) => html`
        <span key=${cue.cue}>${isRecorded(contact) ? `You hear: ${label(cue).toLowerCase()}` : html`May be ${label(cue).toLowerCase()}: <q>${wordsOf(cue.body, cue)}</q>`}</span>`)}</p>
      <p class="suggestion__words">${node.prompt}</p>
      ${node.model && html`<p class="prompt__model">A model: put it into the caller's own words before you send it.</p>`}
      ${node.intent && html`<p class="suggestion__intent">${again && html`<span class="tag">Given before</span> `}${node.intent}</p>`}
      ${node.unless && html`<p class="muted suggestion__unless">Unless: ${node.unless}.</p>`}
      <div class="actions">
        ${!isRecorded(contact) && html`<button class="button button--small ${first ? "button--primary" : ""} suggestion__put" data-key=${hotkey} aria-disabled=${contact.wrap_up ? "true" : undefined} onClick=${() => !contact.wrap_up && put()}>Put into the box<${Key}>Alt ${hotkey}<//></button>`}
        <button class="button button--small button--quiet" onClick=${open}>Open this step</button>
        <button class="button button--small button--quiet" onClick=${aside}>Put aside</button>
        ${!isRecorded(contact) && html`<${NotSo} safety=${reasons.some((cue) => cue.safety)} act=${() => actions.refuse(id, reasons)}>Not so${place === 0 && html`<${Key}>Alt V<//>`}<//>`}
      </div>
    </div>`;
}
