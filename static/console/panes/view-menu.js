import { html, useState } from "../view.js";
import { Choices, Dialog, useDesk } from "../parts.js";
import { askForNotices, permission } from "../notices.js";

const TEXT = [{ id: "100", label: "Usual" }, { id: "115", label: "115 %" }, { id: "130", label: "130 %" }, { id: "150", label: "150 %" }];
const LOOK = [{ id: "system", label: "As the system" }, { id: "light", label: "Light" }, { id: "dark", label: "Dark" }];
const SOUND = [{ id: "on", label: "On" }, { id: "off", label: "Off" }];
const VOLUME = ["20", "40", "60", "80", "100"].map((id) => ({ id, label: `${id} %` }));

/** How the console looks and sounds in this browser; nothing else is kept here. */
export function ViewMenu({ onClose }) {
  const { state, actions } = useDesk();
  const { text, look, sound, volume } = state.settings;
  return html`
    <${Dialog} title="View and sound" kind="side" onClose=${onClose}>
      <${Choices} name="text-size" legend="Size of the text" options=${TEXT} value=${text} onPick=${(id) => actions.set({ text: id })} />
      <${Choices} name="look" legend="Light or dark" options=${LOOK} value=${look} onPick=${(id) => actions.set({ look: id })} />
      <${Choices} name="sound" legend="Sound: rings while somebody waits for you or you are asked whether you are there; once for a message you do not see" options=${SOUND} value=${sound}
        onPick=${(id) => actions.set({ sound: id })} />
      <${Choices} name="volume" legend="How loud" options=${VOLUME} value=${volume} onPick=${(id) => actions.set({ volume: id })} />
      <p class="view__line"><button class="button button--small" onClick=${actions.testSound}>Hear the ring once</button>
        <span role="status">${state.audio === "blocked" && "The browser blocks sound on this page. Allow it beside the address."}</span></p>
      <${Notices} />
      <p class="muted">Kept in this browser, for whoever uses it.</p>
      <div class="actions"><button class="button" onClick=${onClose}>Close</button></div>
    <//>`;
}

const SAID = {
  granted: "Notices are on: they say that something is there, never a word of it.",
  denied: "The browser blocks notices from this page. Allow them beside the address.",
  missing: "This browser has no notices.",
};

/** Asked for by this button alone, never by itself. */
function Notices() {
  const [now, say] = useState(permission());
  return html`
    <div class="view__notices"><h3>Notices of the desktop, while this window is out of sight</h3>
      <p role="status">${SAID[now] ?? html`<button class="button button--small" onClick=${async () => say(await askForNotices())}>Allow notices</button>`}</p></div>`;
}
