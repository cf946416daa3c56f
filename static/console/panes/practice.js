import { html, useEffect, useRef, useState } from "../view.js";
import { Dialog, useDesk } from "../parts.js";
import { mayPractise } from "../changes/practice.js";
import { plain, refusal } from "../words.js";

const TOPICS = {
  confidentiality: "the limits of confidentiality", safety: "whether everybody is safe", children: "the children",
  self_harm: "thoughts of suicide",
};
const MANNERS = {
  open_question: "open questions", reflection: "giving back what was said", boundary: "a limit", next_step: "a next step",
  card: "a service as a card", collusion: "words that may sound like agreeing with an excuse",
  accusing: "words that may sound like blame", long: "long messages, more than one reads at once on a telephone",
};

/** Above the words of a practice talk, for as long as it lasts. */
export const PracticeBanner = () => html`
  <p class="practice-banner"><strong>Practice: nobody real is here.</strong>
    ${" "}Nothing is counted or kept.</p>`;

/** Offered where nobody is waited on: beside an empty list of one's own. */
export function PractiseButton() {
  const { state, actions } = useDesk();
  if (!mayPractise(state)) return null;
  return html`<p class="practise"><button class="button button--small" onClick=${() => actions.choosePractice()}>Practise…</button></p>`;
}

/** Whom to practise with; nothing begins before one is chosen. */
export function Practise({ onClose }) {
  const { state, actions, data } = useDesk();
  const { status, why, callers } = state.practice;
  const [refused, say] = useState("");
  const [busy, setBusy] = useState(false);
  const list = useRef();
  // The list scrolls, so the browser would give it the focus itself.
  useEffect(() => list.current.querySelector("button")?.focus(), [callers.length]);
  const begin = async (caller) => {
    setBusy(true);
    try {
      const contact = await actions.startPractice(caller);
      onClose();
      actions.select(contact);
    } catch (error) {
      setBusy(false);
      say(refusal(error));
    }
  };
  return html`
    <${Dialog} title="Practise with a scripted caller" kind="wide" onClose=${onClose}>
      <p>Nobody real is there. The caller answers to how you write. After the talk come the wrap-up and a look back; then the words are destroyed.
        ${state.presence?.available ? " You are set to away, and stay away afterwards until you set yourself available." : " You get no real caller meanwhile."}</p>
      ${refused && html`<p class="notice notice--error" role="alert">${refused}</p>`}
      ${status === "error" && html`<p class="notice notice--error" role="alert">${why}</p>`}
      ${status === "loading" && html`<p role="status">Fetching the callers…</p>`}
      ${callers.length > 0 && html`<p class="muted" id="scripted-many">${callers.length} callers, those this line is for first. Scroll for the others.</p>`}
      <ul class="scripted" ref=${list} aria-describedby="scripted-many">${everydayFirst(callers, data).map((caller) => html`<${Scripted} key=${caller.id} caller=${caller} busy=${busy} onBegin=${begin} />`)}</ul>
      <div class="actions"><button class="button" onClick=${onClose}>Close</button></div>
    <//>`;
}

/** In the order of the kinds of caller, which begins with those whom the line is for; then as they came, by stage. */
export function everydayFirst(callers, { caller_types: types }) {
  const place = ({ caller_type: kind }) => types.findIndex(({ id }) => id === kind);
  return [...callers].sort((a, b) => place(a) - place(b));
}

function Scripted({ caller, busy, onBegin }) {
  const { data } = useDesk();
  const type = data.caller_types.find(({ id }) => id === caller.caller_type);
  return html`
    <li class="scripted__one">
      <div>
        <h3>${caller.title}</h3>
        <p>${caller.trains}</p>
        <p class="scripted__tags"><span class="tag tag--note">${plain(caller.stage)}</span> <span class="tag">${type?.label ?? plain(caller.caller_type)}</span></p>
      </div>
      <button class="button button--small" disabled=${busy} aria-label="Begin: ${caller.title}" onClick=${() => onBegin(caller.id)}>Begin</button>
    </li>`;
}

/** What there is to look back on: what came, what was used, what was never asked. No mark, no score. */
export function LookBack() {
  const { state, actions } = useDesk();
  const { lookBack } = state.practice;
  const title = useRef();
  useEffect(() => { if (document.activeElement === document.body) title.current.focus(); }, []);
  return html`
    <div class="look-back">
      <h2 id="talk-title" tabindex="-1" ref=${title}>Looking back: ${lookBack.title}</h2>
      <${StillAway} />
      <p class="muted">For you alone, without mark or score. What was written is destroyed already; this goes when you put it away, or in a day.</p>
      <${Never} topics=${lookBack.never} raised=${lookBack.raised} />
      <h3>How the caller took it</h3>
      <ol class="look-back__notes">${lookBack.notes.map((note) => html`<li key=${note}>${note}</li>`)}</ol>
      <dl class="look-back__list">
        <${Cues} cues=${lookBack.cues} />
        <${Row} name="Prompts you used" none="None; your own words.">${lookBack.prompts.map(promptWords)}<//>
        <${Row} name="What you raised" none="None of the topics that the console listens for.">${lookBack.raised.map((topic) => TOPICS[topic])}<//>
        <${Row} name="What a draft was asked about before it went out" none="Nothing.">${lookBack.doubts ?? []}<//>
        <${Row} name="How you wrote" none="Nothing was recognised.">${lookBack.manners.map((manner) => MANNERS[manner])}<//>
      </dl>
      <p class="muted">"Raised", "how you wrote" and what drafts were asked about are guessed from words, as a cue is. You may have asked it in another way.</p>
      <div class="actions">
        <button class="button button--primary" onClick=${() => actions.choosePractice()}>Practise again</button>
        <button class="button" onClick=${() => actions.putLookBackAway()}>Put away</button>
      </div>
    </div>`;
}

/** Practice sets nobody available again: a real caller may come only once the person says so. */
function StillAway() {
  const { state, actions } = useDesk();
  const { presence } = state;
  if (!presence || presence.available || presence.training) return null;
  return html`
    <div class="notice look-back__away"><p><strong>${presence.break_reason ? "You are on a break." : "You are away, since you began to practise."}</strong>
      ${" "}No real caller comes before you set yourself available.</p>
      <button class="button button--small" onClick=${() => actions.setPresence({ available: true })}>I am available</button></div>`;
}

/** What was in the caller's words, and what the script has for it. */
const Cues = ({ cues }) => html`
  <div><dt>Cues in the caller's words, each with the prompts that fit</dt><dd>${cues.length ? html`<ul>${cues.map((cue) => html`<${Cue} key=${cue.cue} cue=${cue} />`)}</ul>` : "None was marked."}</dd></div>`;

const Cue = ({ cue: { label, safety, fitting } }) => html`
  <li><strong>${safety ? `${label} (safety)` : label}</strong>
    ${fitting.length > 0 && html`<ul class="look-back__fitting" aria-label="Prompts that fit ${label}">${fitting.map((prompt) => html`
      <li key=${prompt.id}>${promptWords(prompt)}${prompt.used && html` <span class="tag tag--ok">used</span>`}</li>`)}</ul>`}</li>`;

const promptWords = ({ id, stage, intent }) => (intent ? `${plain(stage)}: ${intent}` : id);

function Never({ topics, raised }) {
  // Of some callers nothing needs to be asked.
  if (!topics.length) return raised.length > 0 && html`<p>Everything that this caller should be asked came up.</p>`;
  return html`<div class="notice notice--warning"><p><strong>Never came up:</strong> ${topics.map((topic) => TOPICS[topic]).join("; ")}.</p></div>`;
}

const Row = ({ name, none, children }) => html`
  <div><dt>${name}</dt><dd>${children.length ? html`<ul>${children.map((each) => html`<li key=${each}>${each}</li>`)}</ul>` : none}</dd></div>`;
