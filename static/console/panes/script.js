import { html, useEffect } from "../view.js";
import { Empty, Key, Still, useDesk } from "../parts.js";
import { CHANNELS, isRecorded } from "../channels.js";
import { activeCues, sentPrompts } from "../contact.js";
import { fitting, mentions } from "../fitting.js";
import { plain } from "../words.js";
import { Refused } from "./not-so.js";
import { Heard } from "./recording.js";
import { CardsOf } from "./send-card.js";
import { Standing, Ways } from "./standing.js";
import { Suggestions, Tips } from "./suggestions.js";

const NONE = [];

/** Where the talk stands in the script, what may be said now, and where it can go. */
export function ScriptTab({ contact, details }) {
  const { actions, data } = useDesk();
  const cues = activeCues(contact);
  const { guidance, guidanceWhy } = details;
  const fits = fitting(contact, guidance);
  const shown = [guidance?.current?.id, ...fits.map(({ node }) => node.id)].filter(Boolean);
  useEffect(() => actions.refreshGuidance(contact.contact), [cues.map(({ cue }) => cue).join(), mentions(contact), details.status]);
  useEffect(() => actions.tellShown(contact.contact, shown), [shown.join()]);
  if (!guidance?.current) return html`<${NoScript} contact=${contact} why=${guidanceWhy} none=${details.noScript} />`;
  // A danger that was answered with this prompt stays on offer, but no longer before all else.
  const safety = fits.filter((each) => each.safety && !each.again);
  const isSent = sentPrompts(contact).has(guidance.current.id);
  // Words come fast; what they do not change is not drawn again.
  const who = [contact.contact, contact.wrap_up, data];
  const now = { contact, node: guidance.current, instead: safety.length > 0, isSent };
  const current = html`<${Still} Part=${Current} needs=${[...who, guidance.current, guidance.kind, now.instead, isSent]} props=${now} />`;
  const others = html`<${Suggestions} contact=${contact} fitting=${fits.filter((each) => !safety.includes(each))} />`;
  return html`
    ${guidanceWhy && html`<p class="notice notice--error" role="status">${guidanceWhy}</p>`}
    <${Path} path=${guidance.stages ?? NONE} />
    ${isRecorded(contact) && html`<${Heard} contact=${contact} />`}
    <${Suggestions} contact=${contact} fitting=${safety} safety />
    ${isSent ? [others, current] : [current, others]}
    <${Ways} contact=${contact} guidance=${guidance} />
    <${Standing} contact=${contact} guidance=${guidance} />
    <${Still} Part=${Tips} needs=${[...who, guidance.tips]} props=${{ contact, tips: guidance.tips ?? NONE }} />
    <${Refused} contact=${contact} />
    <${Still} Part=${Next} needs=${[...who, guidance.next, guidance.done]} props=${{ contact, steps: guidance.next ?? NONE, done: new Set(guidance.done ?? NONE) }} />`;
}

function NoScript({ contact, why, none }) {
  const { actions } = useDesk();
  if (none) return html`<${Empty} title="No prompts yet."><p>${why}</p><//>`;
  return html`
    <${Empty} title=${why ? "The script could not be loaded." : "Loading the script…"}>
      <p>${why ?? (isRecorded(contact) ? "You can go on meanwhile." : "You can write meanwhile.")}</p>
      ${why && html`<button class="button button--small" onClick=${() => actions.loadGuidance(contact.contact)}>Try again</button>`}
    <//>`;
}

function Path({ path }) {
  return html`
    <ol class="path" aria-label="Stages of the talk">${path.map(({ stage, is_current: here }) => html`
      <li key=${stage} class=${here ? "path__here" : ""} aria-current=${here ? "step" : undefined}>${plain(stage)}</li>`)}</ol>`;
}

function Current({ contact, node, instead, isSent }) {
  const { actions } = useDesk();
  const put = (words) => actions.putPrompt(contact.contact, { id: node.id, model: node.model, words });
  return html`
    <section class="prompt" aria-labelledby="prompt-title">
      <h3 id="prompt-title" >Now: ${plain(node.stage)}${isSent && html` <span class="tag">Sent</span>`} <span class="prompt__id" title="Its name in the script">${node.id}</span></h3>
      <blockquote class="prompt__words">${node.prompt}</blockquote>
      ${node.model && html`<p class="prompt__model">A model: put it into the caller's own words before you ${isRecorded(contact) ? "say" : "send"} it.</p>`}
      ${isRecorded(contact) ? html`<p class="muted">${CHANNELS[contact.channel].say}</p>` : html`<button class="button ${instead || isSent ? "" : "button--primary"} prompt__put" aria-disabled=${contact.wrap_up ? "true" : undefined}
        onClick=${() => !contact.wrap_up && put(node.prompt)}>${instead ? "Put this in instead of the safety prompt" : html`Put into the message box<${Key}>Alt P<//>`}</button>
      <${CardsOf} contact=${contact} node=${node} />`}
      ${node.alternatives.length > 0 && html`
        <p class="prompt__or">Or:</p>
        <ul class="prompt__others">${node.alternatives.map((words) => html`
          <li key=${words}><span>${words}</span>
            ${!isRecorded(contact) && html`<button class="button button--small" aria-label="Put into the message box: ${words}" onClick=${() => put(words)}>Put in</button>`}</li>`)}</ul>`}
      <p class="prompt__intent">${node.intent}</p>
      <${Advice} node=${node} />
    </section>`;
}

export function Advice({ node }) {
  if (!node.do.length && !node.dont.length) return null;
  return html`
    <div class="advice">
      ${node.do.length > 0 && html`<div><h4>Do</h4><ul>${node.do.map((words) => html`<li key=${words}>${words}</li>`)}</ul></div>`}
      ${node.dont.length > 0 && html`<div><h4>Don't</h4><ul>${node.dont.map((words) => html`<li key=${words}>${words}</li>`)}</ul></div>`}
    </div>`;
}

function Next({ contact, steps, done }) {
  const { actions } = useDesk();
  const go = (to) => actions.goTo(contact.contact, to);
  return html`
    <section class="next" aria-labelledby="next-title">
      <h3 id="next-title">Next, if the caller…</h3>
      <ul>${steps.map(({ when, to, prompt, done: again }) => html`
        <li key=${`${when}:${to}`}>${to === "END"
          ? html`<p class="next__end"><span class="next__when">${when}</span><span class="muted">The script ends here.</span></p>`
          : html`<button class="next__step" disabled=${contact.wrap_up} onClick=${() => go(to)}>
              <span class="next__when">${when}${(again || done.has(to)) && html` <span class="tag">${done.has(to) ? "Been there" : "Done"}</span>`}</span><span class="next__words">${prompt}</span></button>`}</li>`)}</ul>
      <p class="muted next__foot">Choosing moves the script. Nothing is sent.</p>
    </section>`;
}
