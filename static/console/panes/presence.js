import { html } from "../view.js";
import { Key, useDesk } from "../parts.js";
import { count } from "../words.js";

const MOST = 4;

/** Am I here, and for how many at once. */
export function Presence() {
  const { state, actions } = useDesk();
  const { presence } = state;
  if (!presence) {
    const words = state.link.status === "refused" ? "Nobody is signed in here." : "Asking the server whether you are available…";
    return html`<section class="presence"><p class="presence__words">${words}</p></section>`;
  }
  const offline = state.link.status !== "online";
  return html`
    <section class="presence" aria-label="You">
      <button class="presence__switch" role="switch" aria-checked=${String(presence.available)} disabled=${offline}
        onClick=${() => actions.setPresence({ available: !presence.available })}>
        <span class="presence__dot" aria-hidden="true"></span>
        <span>${presence.available ? "Available. Press to be away" : "Away. Press to be available"}</span><${Key}>Alt A<//>
      </button>
      <label class="presence__capacity">At once
        <select value=${String(presence.capacity)} disabled=${offline}
          onChange=${(event) => actions.setPresence({ capacity: Number(event.target.value) })}>
          ${Array.from({ length: MOST }, (_, i) => html`<option key=${i} value=${String(i + 1)}>${i + 1}</option>`)}
        </select>
      </label>
      <p class="presence__words">${words(presence)}</p>
    </section>`;
}

const has = (open, capacity) => `${count(open, "conversation")} of at most ${capacity}`;

function words({ available, open, capacity, training }) {
  if (training) return "You are practising: no caller comes to you until it ends.";
  if (!available) return open ? `You are away. You still have ${count(open, "talk")}.` : "You are away: nobody can be given to you.";
  if (open >= capacity) return `You have ${has(open, capacity)}. Finish one, or raise your number.`;
  return `You have ${has(open, capacity)}.`;
}
