import { html } from "../view.js";
import { Key, useDesk } from "../parts.js";
import { standing } from "../changes/danger.js";
import { RecordsLink } from "./confidence.js";
import { clock } from "../words.js";

/** Above the words while a danger stands: who comes, and what to do, each one press. */
export function DangerLine({ contact }) {
  const { actions, data } = useDesk();
  const danger = standing(contact);
  const sent = contact.items.some(({ kind, card }) => kind === "signpost" && card?.id === data.emergency);
  const ask = (name) => actions.show({ dialog: { name, contact: contact.contact } });
  return html`
    <div role="status">${danger && html`
      <div class="danger-line">
        <p><strong>Danger, since ${clock(danger.raised_at)}.</strong> ${whoComes(danger)} ${danger.rang_at && html`999 was rung at ${clock(danger.rang_at)}, and the words are held. ${!contact.following && html`<${RecordsLink}>Record what was passed on<//>`}`}</p>
        ${!contact.following && html`<p class="danger-line__acts">
          ${contact.channel && "Tell them: ring 999. Who cannot speak presses 55 on a mobile when asked."}
          ${!contact.wrap_up && !contact.channel && html`<button class="button button--small button--primary" id="danger-card" onClick=${() => actions.sendEmergency(contact.contact, data.emergency)}>${sent ? "999 card again" : "Send 999 card"}<${Key}>Alt J<//></button>`}
          <button class="button button--small" onClick=${() => ask("police")}>For the police</button>
          ${!danger.rang_at && html`<button class="button button--small" onClick=${() => actions.rang(contact.contact)}>I rang 999</button>`}
          <button class="button button--small" onClick=${() => ask("dangerOver")}>Close…</button></p>`}
      </div>`}</div>`;
}

function whoComes({ answered_at, by }) {
  if (answered_at) return `${by ?? "A supervisor"} has answered, ${clock(answered_at)}.`;
  return "Every supervisor is called; nobody has answered yet. Ring 999 without waiting.";
}

/** Over everything, for supervisors: who calls, until somebody answers. */
export function DangerCalls() {
  const { state, actions } = useDesk();
  return html`
    <div role="alert">${state.dangerCalls.map(({ alert, contact, about, raised_at }) => html`
      <div class="danger-call" key=${alert}>
        <p><strong>Immediate danger:</strong> ${about ?? "a handler"} calls, since ${clock(raised_at)}. Every supervisor is called until one answers.</p>
        <p class="danger-line__acts">
          <button class="button button--small button--primary" onClick=${() => actions.answerCall(alert)}>I have it</button>
          ${contact && !state.contacts[contact] && html`<button class="button button--small" onClick=${() => actions.follow(contact)}>Follow the talk</button>`}</p>
      </div>`)}</div>`;
}
