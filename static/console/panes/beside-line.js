import { html } from "../view.js";
import { PASS_ON, writingOf } from "../changes/beside.js";
import { useDesk } from "../parts.js";
import { clock } from "../words.js";
import { timeLeft } from "../words-beside.js";
import { useSeconds } from "./incoming.js";

/** Above the words: who else is at this talk, whether help is coming, and whom it was offered to. */
export function BesideLine({ contact }) {
  const { state, actions } = useDesk();
  const { watchers = [] } = state.watchers[contact.contact] ?? {};
  const help = state.help[contact.contact];
  const asked = state.transfers.asked[contact.contact];
  const others = watchers.filter(({ name }) => !contact.following || name !== state.me);
  return html`
    <div class="beside" role="status">
      ${others.map(({ name, joined }) => html`<p key=${name} class="beside__line"><span class="tag tag--note">Supervisor</span>
        ${joined ? `${name} has joined; the caller knows.` : `${name} reads along. The caller is not told.`}</p>`)}
      ${help && !(contact.wrap_up && help.answered_at) && html`<p class="beside__line"><span class="tag ${help.answered_at ? "tag--ok" : "tag--warn"}">Help</span>
        ${help.answered_at ? `${help.by ?? "A supervisor"} has seen it, ${clock(help.answered_at)}.` : `Asked for at ${clock(help.raised_at)}. No supervisor has answered yet.`}
        ${!help.answered_at && !contact.following && html`<button class="button button--small" onClick=${() => actions.withdrawHelp(contact.contact)}>Take back</button>`}</p>`}
      ${asked && html`<${Asked} asked=${asked} />`}
      ${!asked && writingOf(state, contact.contact, PASS_ON).busy && html`<p class="beside__line"><span class="tag tag--warn">Passing on</span>
        ${state.link.status === "online" ? "Asking…" : "Nobody has been asked yet: it waits for the connection. The talk is yours."}</p>`}
    </div>`;
}

function Asked({ asked }) {
  const { actions, data } = useDesk();
  const whom = asked.to ?? (asked.skill ? `those with "${data.skills?.[asked.skill] ?? asked.skill}"` : "everybody available");
  return html`<p class="beside__line"><span class="tag tag--note">Passing on</span> Asked ${whom}. The talk is yours until somebody accepts.
    <${Left} until=${asked.expires_at} />
    <button class="button button--small" onClick=${() => actions.withdraw(asked.contact)}>Take back</button></p>`;
}

const Left = ({ until }) => html`<span class="figure-text muted" aria-hidden="true">${timeLeft(until, useSeconds())} left</span>`;
