import { html } from "../view.js";
import { Choices, Dialog, useDesk } from "../parts.js";

const TEXT = [{ id: "100", label: "Usual" }, { id: "115", label: "115 %" }, { id: "130", label: "130 %" }, { id: "150", label: "150 %" }];
const LOOK = [{ id: "system", label: "As the system" }, { id: "light", label: "Light" }, { id: "dark", label: "Dark" }];

/** How the console looks in this browser; nothing else is kept here. */
export function ViewMenu({ onClose }) {
  const { state, actions } = useDesk();
  const { text, look } = state.settings;
  return html`
    <${Dialog} title="View" kind="side" onClose=${onClose}>
      <${Choices} name="text-size" legend="Size of the text" options=${TEXT} value=${text} onPick=${(id) => actions.set({ text: id })} />
      <${Choices} name="look" legend="Light or dark" options=${LOOK} value=${look} onPick=${(id) => actions.set({ look: id })} />
      <p class="muted">Kept in this browser, for whoever uses it.</p>
      <div class="actions"><button class="button" onClick=${onClose}>Close</button></div>
    <//>`;
}
