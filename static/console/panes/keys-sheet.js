import { html } from "../view.js";
import { withKeys } from "../commands.js";
import { OTHER_KEYS } from "../keys.js";
import { Dialog } from "../parts.js";

/** The keys by what one is about to do, each once; one that no task names stands under the last. */
export const TASKS = [
  { task: "Find your way", keys: ["Ctrl K", "Alt K", "?", "Alt 1 to 9", "Alt M", "Alt Q", "F6", "Esc"] },
  { task: "Take a caller", keys: ["Alt A", "Alt N", "Alt Y", "Alt B", "Alt C"] },
  { task: "Guide the talk", keys: ["Alt S", "Alt ,", "Alt .", "Alt /", "Alt ;", "Alt V", "Alt T", "Alt Z", "Alt G", "Alt E"] },
  { task: "Write", keys: ["Enter", "Shift Enter", "Alt P", "Alt R", "Alt U", "/", "Tab"] },
  { task: "Get help, or let somebody else take over", keys: ["Alt D", "Alt J", "Alt H", "Alt O", "Alt I", "Alt X"] },
  { task: "Finish", keys: ["Alt W", "Alt F", "Alt L"] },
];
const REST = "More";

/** [{task, rows: [{key, does}]}] of all keys there are; a task without a key is left out. */
export function byTask(all) {
  const named = new Set(TASKS.flatMap(({ keys }) => keys));
  const rows = (keys) => keys.map((key) => all.find((each) => each.key === key)).filter(Boolean);
  const tasks = TASKS.map(({ task, keys }) => ({ task, rows: rows(keys) }));
  return [...tasks, { task: REST, rows: all.filter(({ key }) => !named.has(key)) }].filter((each) => each.rows.length);
}

export function Keys({ onClose }) {
  return html`
    <${Dialog} title="Keys" kind="wide" onClose=${onClose}>
      <p class="keys__more">Each part of the console is described in the <a href="/help/handler/console/" target="_blank" rel="noopener">handbook (opens in another tab)</a>.</p>
      <div class="keys">${byTask([...withKeys(), ...OTHER_KEYS]).map(({ task, rows }) => html`
        <section class="keys__task" key=${task}><h3>${task}</h3>
          <dl>${rows.map(({ key, does }) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${does}</dd></div>`)}</dl></section>`)}</div>
      <div class="actions"><button class="button" autofocus onClick=${onClose}>Close</button></div>
    <//>`;
}
