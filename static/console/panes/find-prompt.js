import { html, useEffect, useRef, useState } from "../view.js";
import { Dialog, Key, useDesk } from "../parts.js";
import { isRecorded } from "../channels.js";
import { found } from "../finding.js";
import { count, plain, refusal } from "../words.js";

// A list that scrolls under a pointer at rest tells of a move as well: the arrows would be undone.
const moved = ({ movementX, movementY }) => movementX !== 0 || movementY !== 0;

/** Any prompt of the script, found by its words: Enter puts it into the box, Shift Enter opens its step. Nothing is sent. */
export function FindPrompt({ dialog, contact, onClose }) {
  const { actions } = useDesk();
  const [prompts, setPrompts] = useState(null);
  const [why, say] = useState("");
  const [typed, type] = useState(dialog.typed ?? "");
  const [at, go] = useState(0);
  const list = useRef();
  const load = () => actions.api.loadPrompts(dialog.contact).then((told) => { setPrompts(told.prompts); say(""); }, (error) => say(refusal(error)));
  useEffect(() => { load(); }, []);
  // Ended, passed on or given back meanwhile: there is nobody to write to.
  useEffect(() => { if (!contact || contact.wrap_up) onClose(); }, [contact?.wrap_up, !contact]);
  const those = found(prompts ?? [], typed);
  const here = Math.max(0, Math.min(at, those.length - 1));
  useEffect(() => list.current?.children[here]?.scrollIntoView({ block: "nearest" }), [here, typed]);
  if (!contact) return null;
  const opens = isRecorded(contact);
  const choose = (prompt, step) => {
    if (!prompt) return;
    onClose();
    // First the dialog gives the focus back, then the act takes it to the box or the step.
    requestAnimationFrame(() => (step || opens ? actions.goTo(contact.contact, prompt.id) : actions.putPrompt(contact.contact, prompt)));
  };
  const onKeyDown = (event) => {
    const to = { ArrowDown: here + 1, ArrowUp: here - 1 }[event.key];
    if (event.key === "Enter" && !event.isComposing) choose(those[here], event.shiftKey);
    else if (to === undefined || !those.length) return;
    else go((to + those.length) % those.length);
    event.preventDefault();
  };
  return html`
    <${Dialog} title="Find a prompt of the script" kind="palette" onClose=${onClose}>
      <input class="palette__words" type="text" role="combobox" aria-expanded="true" aria-controls="prompts-found" aria-autocomplete="list"
        aria-labelledby="dialog-title" aria-activedescendant=${those.length ? `found-${here}` : undefined} autocomplete="off" spellcheck=${false}
        placeholder="Words of it, or a stage, a cue, a purpose" value=${typed} onInput=${({ target }) => { type(target.value); go(0); }} onKeyDown=${onKeyDown} />
      <ul class="palette__list" id="prompts-found" role="listbox" aria-labelledby="dialog-title" ref=${list} hidden=${!those.length}>
        ${those.map((prompt, i) => html`
          <li key=${`${prompt.id} ${prompt.words}`} id="found-${i}" role="option" aria-selected=${String(i === here)} class="palette__one palette__prompt"
            onMouseMove=${(event) => i !== here && moved(event) && go(i)} onClick=${() => choose(prompt)}>
            <span class="palette__said">${prompt.words}</span>
            <span class="muted palette__from">${prompt.script} · ${plain(prompt.stage)} · ${prompt.id}${prompt.model && " · a model: put it into the caller's own words"}</span></li>`)}
      </ul>
      <div role="alert">${why && html`<p class="notice notice--error">${why} <button class="button button--small" onClick=${load}>Try again</button></p>`}</div>
      <p class="muted palette__foot" role="status">${foot(prompts, why, typed, those, opens)}</p>
    <//>`;
}

function foot(prompts, why, typed, those, opens) {
  if (why) return "";
  if (!prompts) return "Loading the prompts…";
  if (!typed.trim()) return `${count(prompts.length, "prompt")} for this kind of caller.`;
  if (!those.length) return "No prompt for this kind of caller has all these words. Fewer find more.";
  if (opens) return html`<${Key}>↑<//> <${Key}>↓<//> choose, <${Key}>Enter<//> open its step, <${Key}>Esc<//> close`;
  return html`<${Key}>↑<//> <${Key}>↓<//> choose, <${Key}>Enter<//> put it into the box, <${Key}>Shift Enter<//> open its step, <${Key}>Esc<//> close`;
}
