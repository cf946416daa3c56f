import { html, useEffect, useRef, useState } from "../view.js";
import { Dialog, Key, useDesk } from "../parts.js";
import { byCode, matching, possible } from "../commands.js";

// A list that scrolls under a pointer at rest tells of a move as well: the arrows would be undone.
const moved = ({ movementX, movementY }) => movementX !== 0 || movementY !== 0;

/** Where no act has these words, the way to the prompts that may: to say something is looked for like an act. */
function amongPrompts(state, typed) {
  if (!typed.trim() || !byCode("Semicolon").when(state)) return [];
  const act = ({ actions }) => actions.show({ dialog: { name: "findPrompt", contact: state.selected, typed } });
  return [{ does: `Find a prompt with “${typed.trim()}”`, act }];
}

/** Everything that can be done now, found by its words and done with Enter. */
export function Palette({ onClose }) {
  const { state, store, actions } = useDesk();
  const [typed, type] = useState("");
  const [at, go] = useState(0);
  const list = useRef();
  const acts = matching(possible(state), typed);
  const found = acts.length ? acts : amongPrompts(state, typed);
  const here = Math.min(at, found.length - 1);
  useEffect(() => list.current.children[here]?.scrollIntoView({ block: "nearest" }), [here]);
  const run = (command) => {
    if (!command) return;
    onClose();
    // First the dialog gives the focus back, then the act may take it somewhere.
    requestAnimationFrame(() => command.act({ store, actions }));
  };
  const onKeyDown = (event) => {
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: found.length - 1 }[event.key];
    if (event.key === "Enter" && !event.isComposing) run(found[here]);
    else if (to === undefined || !found.length) return;
    else go((to + found.length) % found.length);
    event.preventDefault();
  };
  return html`
    <${Dialog} title="What do you want to do?" kind="palette" onClose=${onClose}>
      <input class="palette__words" type="text" role="combobox" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list"
        aria-labelledby="dialog-title" aria-activedescendant=${found.length ? `palette-${here}` : undefined} autocomplete="off" spellcheck=${false}
        placeholder="A word of it, such as take, triage or text" value=${typed} onInput=${({ target }) => { type(target.value); go(0); }} onKeyDown=${onKeyDown} />
      <ul class="palette__list" id="palette-list" role="listbox" aria-labelledby="dialog-title" ref=${list}>
        ${found.map((command, i) => html`
          <li key=${command.does} id="palette-${i}" role="option" aria-selected=${String(i === here)} class="palette__one"
            onMouseMove=${(event) => i !== here && moved(event) && go(i)} onClick=${() => run(command)}>
            <span>${command.does}</span>${command.key && html`<${Key}>${command.key}<//>`}</li>`)}
      </ul>
      <p class="muted palette__foot" role="status">${found.length
        ? html`<${Key}>↑<//> <${Key}>↓<//> choose, <${Key}>Enter<//> do it, <${Key}>Esc<//> close`
        : "Nothing of that name can be done now."}</p>
    <//>`;
}
