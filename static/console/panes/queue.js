import { html, useState } from "../view.js";
import { Empty, Key, Level, useDesk } from "../parts.js";
import { waitingCount } from "../attention.js";
import { pausedUntil } from "../changes/boundaries.js";
import { ABOUT, AGE_BANDS, GENDERS, INTAKE, NEEDS, RANG, age, clock, count, plain } from "../words.js";
import { useSteady } from "./steady.js";

/** Who waits, in the server's order. It shows answers and badges, never words. */
export function Queue() {
  const { state } = useDesk();
  const [held, hold] = useState(false);
  const entries = useSteady(state.queue?.waiting ?? [], held);
  const changed = entries.some((entry, i) => entry.contact !== state.queue?.waiting[i]?.contact);
  return html`
    <section class="queue" aria-labelledby="queue-title">
      <h2 id="queue-title" tabindex="-1">Waiting <span class="count">${state.queue ? waitingCount(state.queue) : ""}</span><${Key}>Alt Q<//></h2>
      <${TakeNext} />
      <div onMouseEnter=${() => hold(true)} onMouseLeave=${() => hold(false)}
        onfocusin=${() => hold(true)} onfocusout=${() => hold(false)}>
        <${Waiting} entries=${entries} />
      </div>
      <p class="queue__foot">${changed ? "The order has changed; it is shown when you move away from the list." : intake(state.queue)}</p>
    </section>`;
}

const intake = (queue) => (queue ? `${INTAKE[queue.intake] ?? ""} · ${count(queue.talking, "talk")} going on` : "");

function TakeNext() {
  const { state, actions } = useDesk();
  const why = whyNot(state);
  return html`
    <button class="button button--primary take-next" aria-disabled=${why ? "true" : undefined} aria-describedby="take-why"
      onClick=${() => !why && actions.take()}>Take next<${Key}>Alt N<//></button>
    <p class="queue__why" id="take-why">${why === NOBODY ? "" : why}</p>`;
}

const NOBODY = "Nobody is waiting.";

/** What comes first for whoever has no talk open, in words. */
export function whatFirst({ queue, presence }) {
  if (presence && !presence.available && !presence.training) return presence.break_reason ? "You are on a break. When you are back, press it at the top left." : "You are away, so nobody comes to you. When you are ready, press “Away” at the top left.";
  if (queue && !queue.waiting.length) return "Nobody is waiting. Whoever comes appears on the left.";
  return "Take the next caller with Alt N, or choose one who waits.";
}

/** Why nobody can be taken now, in words; "" when somebody can. */
export function whyNot({ link, queue, presence }) {
  if (link.status !== "online" || !queue || !presence) return "Not connected just now.";
  if (!queue.waiting.length) return NOBODY;
  if (allForOthers(queue)) return "Everybody who waits is for somebody else.";
  if (presence.training) return "You are practising. Finish the practice first, wrap-up included.";
  if (!presence.available) return `${presence.break_reason ? "You are on a break." : "You are away."} Set yourself available first.`;
  if (presence.on_phone) return "You are on the phone.";
  if (presence.wrapping_up) return "Finish the wrap-up first.";
  const pause = pausedUntil(presence, Date.now());
  if (pause) return `You have a pause until ${clock(pause)}.`;
  return presence.open >= presence.capacity ? "You have as many as you set." : "";
}

/** Tell whether this handler knows everybody who waits: there is nobody to take. */
function allForOthers(queue) {
  const known = new Set(queue.not_for_you);
  return waitingCount(queue) <= queue.waiting.length && queue.waiting.every(({ contact }) => known.has(contact));
}

function Waiting({ entries }) {
  const { state } = useDesk();
  const [most, show] = useState(AT_FIRST);
  if (!state.queue) return html`<${Empty} title="No queue to show."><p>It comes with the connection.</p><//>`;
  if (!entries.length) return html`<${Empty} title=${NOBODY}><p>${calm(state.queue.intake)}</p><//>`;
  const shown = entries.slice(0, most);
  const beyond = waitingCount(state.queue) - shown.length;
  return html`
    <ol class="waiting">${shown.map((entry) => html`<${Waiter} key=${entry.contact} entry=${entry} />`)}</ol>
    ${entries.length > most && html`<button class="button button--small" onClick=${() => show(most + AT_FIRST)}>Show more</button>`}
    ${beyond > 0 && html`<p class="muted waiting__beyond">${count(beyond, "more caller waits", "more callers wait")} behind ${shown.length === 1 ? "this one" : "these"}.</p>`}`;
}

const AT_FIRST = 25;

const calm = (intake) =>
  intake === "closed" ? "The service is closed to callers." : "New callers appear here by themselves.";

function Waiter({ entry }) {
  const { state, actions, now } = useDesk();
  const waited = age(entry.joined_at, now);
  const mine = state.queue.not_for_you?.includes(entry.contact);
  const offered = entry.offered && state.offer?.contact !== entry.contact;
  const why = whyNot(state) || (entry.left || mine ? "gone" : "") || (offered ? "offered" : "");
  return html`
    <li class="waiter ${entry.left ? "waiter--left" : ""}">
      <div class="waiter__main">
        <p class="waiter__about">${ABOUT[entry.about] ?? "Not said"} <span class="figure-text waiter__time">${waited}</span></p>
        <p class="waiter__flags"><${Flags} entry=${entry} />${entry.caller === "away" && html`
          <span class="tag tag--warn" title="Their page is closed or has lost its connection">Caller away</span>`}${offered && html`
          <span class="tag tag--note" title="Somebody else has some seconds to accept">Being offered</span>`}</p>
        <p class="waiter__who">${who(entry)}</p>
      </div>
      ${entry.left
        ? html`<span class="muted">Taken or left</span>`
        : mine ? html`<span class="muted" title="You said that you know this person">Not for you</span>`
        : html`<button class="button button--small" aria-disabled=${why ? "true" : undefined}
            aria-label="Take number ${entry.position}, waiting ${waited}" onClick=${() => !why && actions.take(entry.contact)}>Take</button>`}
    </li>`;
}

/** The level if a person set one, the caller's own answers, what their words raised. */
export function Flags({ entry }) {
  const { data } = useDesk();
  return html`
    ${entry.practice && html`<span class="tag tag--note" title="An administrator looks whether contacts arrive; nobody real waits">Test, nobody real</span>`}
    <${Level} level=${entry.level} />
    <${Warnings} safe=${entry.safe_now} young=${entry.under_18} />
    ${entry.private_now === false && html`<span class="tag tag--note">Not private</span>`}
    ${entry.returned && html`<span class="tag tag--note">Came back</span>`}
    ${entry.with_code && html`<span class="tag tag--note" title="They have four words from an earlier conversation; it may be another person">Came back with a code</span>`}
    ${(entry.badges ?? []).map((badge) => html`
      <span class="tag tag--error tag--dashed" key=${badge} title="Found in their words; a person must judge">${data.cue_labels[badge] ?? plain(badge)}?</span>`)}`;
}

/** What a caller's own answers warn of. */
export const Warnings = ({ safe, young }) => html`
  ${safe === false && html`<span class="tag tag--error">Not safe now</span>`}
  ${young && html`<span class="tag tag--warn">Under 18</span>`}`;

const flagged = ({ level, safe_now, under_18, private_now, returned, with_code, badges }) =>
  Boolean(level || safe_now === false || under_18 || private_now === false || returned || with_code || badges?.length);

/** The rest of the answers in one line; without any, whether something else stands out. */
export function who(entry) {
  const { need, age_band, gender, area, language, interpreter, rang_programme } = entry;
  const said = [NEEDS[need], AGE_BANDS[age_band], GENDERS[gender], area, language === "cy" && "Welsh", interpreter && `Wants ${interpreter}`, RANG[rang_programme]];
  return said.filter(Boolean).join(" · ") || (flagged(entry) ? "No further answers" : "No safety words, no flags");
}
