import { html, useEffect, useRef, useState } from "../view.js";
import { useDesk } from "../parts.js";
import { judgementOf } from "../changes/judged.js";
import { wordsOf } from "../marks.js";
import { plain } from "../words.js";

const SURE = "Nobody is in danger here";

/** Says of a mark that it is not so. A mark of a danger asks once more: it is not put away by one key. */
export function NotSo({ safety, children, act, label, small }) {
  const [asking, ask] = useState(false);
  const button = useRef();
  const asked = useRef(false);
  // The focus goes along: to what asks, and back when it is kept.
  useEffect(() => {
    if (asking || asked.current) button.current?.focus();
    asked.current = asking;
  }, [asking]);
  if (!asking) {
    return html`<button class=${small ? "named__act not-so__button" : "button button--small button--quiet not-so__button"} aria-label=${label} ref=${button} onClick=${() => (safety ? ask(true) : act())}>${children}</button>`;
  }
  return html`
    <span class="not-so" role="group" aria-label="Not so?" onKeyDown=${(event) => event.key === "Escape" && ask(false)}>
      <button class="button button--small not-so__button" ref=${button} onClick=${() => { ask(false); act(); }}>${SURE}</button>
      <button class="button button--small button--quiet" onClick=${() => ask(false)}>Keep it</button></span>`;
}

/** What was said to be not so, newest first, each with the way back. */
export function Refused({ contact }) {
  const { actions, data } = useDesk();
  const refused = refusedMarks(contact);
  if (!refused.length) return null;
  return html`
    <details class="tip refused"><summary>You said “not so” (${refused.length})</summary>
      <ul class="prompt__others">${refused.map((mark) => html`
        <li key=${mark.key}><span>${data.cue_labels[mark.cue] ?? plain(mark.cue)}: <q>${mark.words}</q>${mark.by && html` <span class="muted">${mark.by}</span>`}</span>
          <button class="button button--small" aria-label="Undo not so: ${mark.words}" onClick=${() => actions.judge(contact.contact, mark, null)}>Undo</button></li>`)}</ul>
    </details>`;
}

function refusedMarks(contact) {
  return [...contact.items].reverse().flatMap(({ seq, body }) => {
    const once = new Map((contact.cues[seq] ?? []).map((cue) => [cue.cue, cue]));
    return [...once.values()].filter(({ cue }) => judgementOf(contact, seq, cue)?.so === false)
      .map((cue) => ({ seq, cue: cue.cue, key: `${seq}:${cue.cue}`, words: wordsOf(body, cue), by: judgementOf(contact, seq, cue.cue).by }));
  });
}
