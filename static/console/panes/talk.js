import { html } from "../view.js";
import { Empty, Key, Menu, useDesk } from "../parts.js";
import { CHANNELS, isRecorded } from "../channels.js";
import { ofMenu } from "../commands.js";
import { standing } from "../changes/danger.js";
import { ABOUT, UNDER_18, ago } from "../words.js";
import { KnownLine, Warned } from "./boundaries.js";
import { BesideLine } from "./beside-line.js";
import { Composer } from "./composer.js";
import { DangerLine } from "./danger-line.js";
import { Earlier } from "./earlier.js";
import { facts } from "./facts.js";
import { Followed } from "./following.js";
import { Messages } from "./messages.js";
import { LookBack, PracticeBanner } from "./practice.js";
import { Flags, whatFirst } from "./queue.js";
import { Recording } from "./recording.js";
import { SafetyLine } from "./safety.js";
import { Told } from "./told.js";
import { TourOffer } from "./tour.js";
import { WrapUp } from "./wrap-up.js";

/** The middle pane: one contact's words and the box to answer in. */
export function Talk() {
  const { state } = useDesk();
  const contact = state.contacts[state.selected];
  if (!contact && state.followed[state.selected]) return html`<${Followed} talk=${state.followed[state.selected]} />`;
  if (!contact) return html`<section class="talk" aria-label="Conversation"><${Nobody} /></section>`;
  return html`
    <section class="talk" aria-label="Conversation" key=${contact.contact}>
      <${Head} contact=${contact} />
      ${!isRecorded(contact) && html`<${Messages} contact=${contact} />`}
      ${contact.wrap_up ? html`<${WrapUp} contact=${contact} />` : isRecorded(contact) ? html`<${Recording} contact=${contact} />` : html`<${Composer} contact=${contact} />`}
    </section>`;
}

function Nobody() {
  const { state } = useDesk();
  const own = Object.keys(state.contacts).length;
  if (state.link.status === "refused") {
    return html`<div class="nobody"><h2 id="talk-title" tabindex="-1">You are signed out</h2>
      <p>What was here has been cleared from this page. Callers you had go back to the front of the queue.</p></div>`;
  }
  if (state.practice.lookBack && !own) return html`<${LookBack} />`;
  return html`
    <div class="nobody"><h2 id="talk-title" tabindex="-1">${own ? "Choose one of yours" : "No conversation open"}</h2>
      <p>${own ? "Press Alt and its number, or choose it on the left." : whatFirst(state)}</p>
      <${Empty} title="How the three parts work together">
        <p>Left: who waits, and whom you have. Here: the words. Right: what helps you answer.
          Nothing is ever sent by itself. <kbd>Alt K</kbd> lists every key, the <a href="/help/handler/" target="_blank" rel="noopener">handbook (opens in another tab)</a> says the rest.</p><//>
      <${TourOffer} />
    </div>`;
}

function Head({ contact }) {
  const { state, store, actions, now } = useDesk();
  const answers = contact.answers ?? {};
  const ask = (name) => actions.show({ dialog: { name, contact: contact.contact } });
  const more = ofMenu(state, "contact").map(({ act, ...command }) => ({ ...command, act: () => act({ store, actions }) }));
  return html`
    <header class="talk__head">
      <div class="talk__title">
        <h2 id="talk-title" tabindex="-1">Contact ${contact.slot}: ${ABOUT[answers.about] ?? "not said"}</h2>
        <${Where} contact=${contact} /><${Warned} contact=${contact} />
        ${!contact.wrap_up && html`<span class="talk__acts">
          ${!standing(contact) && html`<button class="button button--small button--danger" onClick=${() => actions.raiseDanger(contact.contact)}>Danger<${Key}>Alt D<//></button>`}
          ${more.length > 0 && html`<${Menu} label="More" items=${more} />`}
          ${!contact.practice && !isRecorded(contact) && html`<button class="button button--small" onClick=${() => ask("release")}>Give back</button>`}
          <button class="button button--small" onClick=${() => ask("end")}>End<${Key}>Alt W<//></button></span>`}
      </div>
      ${contact.practice && html`<${PracticeBanner} />`}
      <p class="talk__facts"><${Flags} entry=${{ ...answers, level: contact.level, under_18: UNDER_18.has(answers.age_band) }} />
        <span class="figure-text">${facts(answers)}${facts(answers) && " · "}${isRecorded(contact) ? "begun" : "taken"} ${ago(contact.taken_at ?? contact.joined_at, now)}${contact.agreed && html` · <a href=${`/chat/agreed/${contact.agreed}`} target="_blank" rel="noreferrer">agreed to version ${contact.agreed}</a>`}</span></p>
      ${answers.language === "cy" && !isRecorded(contact) && html`<p class="talk__note">This caller writes in Welsh. Cues are read in English only,
        but for a few words of danger: read every message for safety yourself.</p>`}
      ${answers.with_code && html`<${Earlier} contact=${contact} />`}
      <div class="talk__over">
        <${DangerLine} contact=${contact} />
        <${KnownLine} contact=${contact} />
        <${BesideLine} contact=${contact} />
        <${SafetyLine} contact=${contact} />
        <${Told} contact=${contact} />
      </div>
    </header>`;
}

function Where({ contact }) {
  if (contact.wrap_up) return html`<span class="tag">Ended</span>`;
  if (isRecorded(contact)) return html`<span class="tag tag--note">${CHANNELS[contact.channel].tag}</span>`;
  return contact.caller === "away"
    ? html`<span class="tag tag--warn">Caller away</span>`
    : html`<span class="tag tag--ok">Caller online</span>`;
}
