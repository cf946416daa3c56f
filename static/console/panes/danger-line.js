import { html, useState } from "../view.js";
import { Key, useDesk } from "../parts.js";
import { standing } from "../changes/danger.js";
import { RecordsLink } from "./confidence.js";
import { clock } from "../words.js";

/** Whom handlers reach while the line is open, as an administrator recorded it before opening. */
const Lead = ({ lead }) => lead && html`<span class="danger-line__more"> Safeguarding lead: <strong>${lead.name}</strong>${lead.where && `, ${lead.where}`}.</span>`;

/**
 * Above the words while a danger stands: who comes, and what to do, each one press. Where there is little room it is one
 * row, with what comes first, and unfolds.
 */
export function DangerLine({ contact }) {
  const { actions, data } = useDesk();
  const [all, unfold] = useState(false);
  const danger = standing(contact);
  const sent = contact.items.some(({ kind, card }) => kind === "signpost" && card?.id === data.emergency);
  const ask = (name) => actions.show({ dialog: { name, contact: contact.contact } });
  return html`
    <div role="status">${danger && html`
      <div class="danger-line ${all ? "danger-line--all" : ""}">
        <p><strong>Danger, since ${clock(danger.raised_at)}.</strong> <${WhoComes} danger=${danger} />${danger.rang_at && html` 999 was rung at ${clock(danger.rang_at)}<span class="danger-line__more">, and the words are held. ${!contact.following && html`<${RecordsLink}>Record what was passed on<//>`}</span>`}<${Lead} lead=${data.safeguarding_lead} /></p>
        ${!contact.following && html`<div class="danger-line__acts">
          ${contact.channel && html`<span class="danger-line__more">Tell them: ring 999. Who cannot speak presses 55 on a mobile when asked.</span>`}
          ${!contact.wrap_up && !contact.channel && html`<button class="button button--small button--primary" id="danger-card" onClick=${() => actions.sendEmergency(contact.contact, data.emergency)}>${sent ? "999 card again" : html`<span class="danger-line__more">Send </span>999 card`}<${Key}>Alt J<//></button>`}
          <button class="button button--small danger-line__fold" aria-expanded=${String(all)} aria-label=${all ? "Less about the danger" : "More about the danger"} onClick=${() => unfold(!all)}>${all ? "Less" : "More"}</button>
          <span class="danger-line__more danger-line__acts">
            <button class="button button--small" onClick=${() => ask("police")}>For the police</button>
            ${!danger.rang_at && html`<button class="button button--small" onClick=${() => actions.rang(contact.contact)}>I rang 999</button>`}
            <button class="button button--small" onClick=${() => ask("dangerOver")}>Close…</button></span></div>`}
      </div>`}</div>`;
}

function WhoComes({ danger: { answered_at, by, rang_at } }) {
  if (answered_at) return html`${by ?? "A supervisor"} has answered, ${clock(answered_at)}.`;
  return html`<span class="danger-line__more">Every supervisor is called. </span>Nobody has answered yet.${!rang_at && html` Ring 999<span class="danger-line__more"> without waiting</span>.`}`;
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
