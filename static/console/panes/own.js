import { html } from "../view.js";
import { Empty, Key, Level, useDesk } from "../parts.js";
import { CHANNELS, isRecorded } from "../channels.js";
import { lastOfCaller, unread } from "../contact.js";
import { PractiseButton } from "./practice.js";
import { RecordButton } from "./recording.js";
import { SafetyBadges, useAlarms } from "./safety.js";
import { Warnings } from "./queue.js";
import { ToldTag } from "./told.js";
import { bySlot } from "../store.js";
import { ABOUT, UNDER_18, ago, minutesSince } from "../words.js";

const LONG_SILENCE = 5;

/** The contacts I have; each keeps its number until it is closed. */
export function Own() {
  const { state } = useDesk();
  const contacts = bySlot(state);
  return html`
    <section class="own" aria-labelledby="own-title">
      <h2 id="own-title" tabindex="-1">Mine <span class="count">${contacts.length || ""}</span></h2>
      ${contacts.length
        ? html`<ul class="mine">${contacts.map((contact) => html`<${Mine} key=${contact.contact} contact=${contact} />`)}</ul>`
        : html`<${Empty} title="You have nobody yet."><p>Those you take stay here, each with its number.</p><//><${PractiseButton} />`}
      <${RecordButton} />
    </section>`;
}

function Mine({ contact }) {
  const { state, actions } = useDesk();
  const news = unread(contact);
  const found = useAlarms(contact);
  const answers = contact.answers ?? {};
  const here = state.selected === contact.contact;
  return html`
    <li>
      <button class="mine__one ${here ? "mine__one--here" : ""} ${found.length ? "mine__one--alarm" : ""}" aria-current=${here ? "true" : undefined}
        onClick=${() => actions.select(contact.contact)}>
        <span class="mine__slot figure-text">${contact.slot}</span>
        <span class="mine__main">
          <span class="mine__about">${ABOUT[contact.answers?.about] ?? "Not said"}</span>
          <span class="mine__state"><${Doing} contact=${contact} /></span>
        </span>
        <span class="mine__end">
          <${Level} level=${contact.level} />
          <span>${news > 0 && html`<span class="mine__news figure-text">${news}<span class="visually-hidden"> unread</span></span>`}
            <${Key}>Alt ${contact.slot}<//></span>
        </span>
        <span class="mine__flags">${contact.practice && html`<span class="tag tag--note">Practice</span>`}<${ToldTag} contact=${contact} /><${SafetyBadges} found=${found} />
          <${Warnings} safe=${answers.safe_now} young=${UNDER_18.has(answers.age_band)} /></span>
      </button>
    </li>`;
}

function Doing({ contact }) {
  const { now } = useDesk();
  const last = lastOfCaller(contact);
  if (contact.wrap_up) return html`<strong class="todo">Ended: wrap-up to do</strong>`;
  if (isRecorded(contact)) return `${CHANNELS[contact.channel].tag}, begun ${ago(contact.taken_at, now)}`;
  if (contact.typingUntil > now) return "Caller is writing…";
  if (contact.caller === "away") return html`<span class="tag tag--warn">Caller away</span> ${last && ago(last.at, now)}`;
  if (!last) return `Taken ${ago(contact.taken_at, now)}`;
  return html`<span class=${minutesSince(last.at, now) >= LONG_SILENCE ? "long" : ""}>Wrote ${ago(last.at, now)}</span>`;
}
