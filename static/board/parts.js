// The parts of the board: alerts, the line in figures, who waits, who talks, handlers.

import { age, clock, day } from "../console/words.js";
import { html, useState } from "../console/view.js";
import { closing } from "./closing.js";
import { alertsInOrder, givable, handlersInOrder, handsRaised, talksInOrder } from "./state.js";

// As many rows as a screen can hold and a person can read; the count says how many there are.
const MOST_ROWS = 100;

export const short = (contact) => contact.slice(0, 4);
// In another tab: the board stays in sight, with its alerts.
const Follow = ({ contact, may, children }) =>
  may ? html`<a href=${`/console/?follow=${contact}`} target="_blank" rel="noopener" aria-label=${`Follow ${short(contact)} in another tab`}>${children ?? short(contact)}</a>` : html`${short(contact)}`;
const Level = ({ level }) =>
  level ? html`<span class="level level--${level}">${level[0].toUpperCase() + level.slice(1)}</span>` : html`<span class="muted">not set</span>`;

export function Alerts({ board, data, now, acts }) {
  const alerts = alertsInOrder(board, data.harm);
  // Nobody reads along with a phone call or an e-mail.
  const talks = new Set(board.talks.filter(isWritten).map(({ contact }) => contact));
  return html`
    <section class="card board__wide" aria-labelledby="alerts-title">
      <h2 id="alerts-title">Hands raised and alerts</h2>
      ${alerts.length
        ? html`<ul class="alerts">${alerts.map((alert) => html`<${Alert} key=${alert.alert} ...${{ alert, data, now, acts, goesOn: talks.has(alert.contact) }} />`)}</ul>`
        : html`<p class="muted">No hand is raised, and nothing needs you.</p>`}
    </section>`;
}

/** `goesOn`: a talk that has ended can be followed no more. */
function Alert({ alert, data, now, acts, goesOn }) {
  const { kind, about, contact, because, answered_at, answered_by } = alert;
  const actNow = !answered_at && data.act_now.includes(kind);
  return html`
    <li class="alert ${answered_at ? "alert--answered" : actNow ? "alert--first" : ""}">
      ${actNow ? html`<span class="tag tag--now">Act now</span>` : null}
      <span class="alert__what"><strong>${data.alerts[kind] ?? kind}</strong>${about ? `: ${about}` : ""}${because ? `. ${data.because[because]}.` : ""}</span>
      <span class="muted figure-text">${since(alert, now)}</span>
      ${contact && !goesOn ? html`<span class="muted">Contact ${short(contact)}</span>` : null}
      ${goesOn && data.may.follow ? html`<${Follow} contact=${contact} may>Follow ${short(contact)}<//>` : null}
      ${answered_at
        ? html`<span class="muted">${answered_by === data.account ? "You have it" : `${answered_by ?? "Somebody"} has it`}</span>`
        : html`<button class="button button--small" onClick=${() => acts.answer(alert)}>I have it</button>`}
      ${data.advice[kind] && !answered_at ? html`<p class="alert__advice">${data.advice[kind]}</p>` : null}
    </li>`;
}

/** "09:12, 7 min"; of what came again also how often and when last. */
const since = ({ raised_at, times, again_at }, now) =>
  `${clock(raised_at)}, ${age(raised_at, now)}${again_at ? `; ${times} times, last at ${clock(again_at)}` : ""}`;

function hoursNow({ closes_at, opens_at, act, act_reason }, now) {
  const said = closes_at ? `Closes ${closing(closes_at, now)}.` : opens_at ? `Opens on ${day(opens_at)} at ${clock(opens_at)}.` : "";
  const done = { closed_early: "Closed early", extended: "Extended today" }[act];
  return done ? `${said} ${done}: “${act_reason}”.` : said;
}

const minutes = (seconds) => Math.max(1, Math.round(seconds / 60));
const band = (wait) => (wait ? `${minutes(wait.low_seconds)} to ${minutes(wait.high_seconds)} min` : "–");

export function Figures({ board, now, intake }) {
  const { line, handlers } = board;
  const available = handlers.filter(({ state }) => state === "available").length;
  return html`
    <section class="card board__wide" aria-labelledby="line-title">
      <h2 id="line-title">The line</h2>
      <p><span class="tag">${intake[line.intake] ?? line.intake}</span> ${hoursNow(line, now)}</p>
      <dl class="figures">
        <div><dt>Waiting</dt><dd>${line.waiting}</dd></div>
        <div><dt>Longest wait</dt><dd>${line.longest_since ? age(line.longest_since, now) : "–"}</dd></div>
        <div><dt>Wait of a newcomer</dt><dd>${band(line.estimated_wait)}</dd></div>
        <div><dt>Talking</dt><dd>${line.talking}</dd></div>
        <div><dt>Wrap-up to do</dt><dd>${line.wrapping_up}</dd></div>
        <div><dt>Handlers available</dt><dd>${available} of ${handlers.length}</dd></div>
      </dl>
    </section>`;
}

export function Waiting({ board, data, now, acts }) {
  const { waiting, line } = board;
  return html`
    <section class="board__waiting" aria-labelledby="waiting-title">
      <h2 id="waiting-title">Who waits first</h2>
      ${waiting.length ? html`
        <div class="board__rows" tabindex="0" role="group" aria-labelledby="waiting-title">
          <table class="table">
            <thead><tr><th scope="col">Contact</th><th scope="col">About</th><th scope="col">Level and answers</th><th scope="col">Waiting</th>${data.may.assign ? html`<th scope="col">Give to</th>` : null}</tr></thead>
            <tbody>${waiting.map((row) => html`
              <tr key=${row.contact}>
                <th scope="row">${row.position}: ${short(row.contact)}</th>
                <td>${data.about[row.about] ?? row.about}</td>
                <td><${Answers} ...${row} labels=${data.cue_labels} /></td>
                <td class="steady">${age(row.joined_at, now)}</td>
                ${data.may.assign ? html`<td><${Give} contact=${row.contact} people=${givable(board, row)} give=${acts.give} /></td>` : null}
              </tr>`)}</tbody>
          </table>
        </div>
        ${line.waiting > waiting.length ? html`<p class="board__more">and ${line.waiting - waiting.length} more</p>` : null}`
      : html`<p class="empty-state">Nobody is waiting.</p>`}
    </section>`;
}

/** Safety words are marked as in the handlers' queue: a question, for a person to judge. */
const Answers = ({ level, safe_now, under_18, badges, labels, returned, caller, interpreter }) => html`
  ${level ? html`<${Level} level=${level} />` : null}
  ${safe_now === false ? html` <span class="tag tag--danger">Not safe now</span>` : null}
  ${under_18 ? html` <span class="tag tag--danger">Under 18</span>` : null}
  ${badges.map((badge) => html` <span class="tag tag--danger tag--dashed" key=${badge} title="Found in their words; a person must judge">${labels[badge] ?? "Safety words"}?</span>`)}
  ${interpreter ? html` <span class="tag tag--note">${interpreter}</span>` : null}
  ${returned ? html` <span class="tag">Came back</span>` : null}
  ${caller === "away" ? html` <span class="tag">Caller away</span>` : null}`;

/** Who cannot take this caller says so and no more: full or not, the word is the same. */
function Give({ contact, people, give }) {
  const [to, choose] = useState("");
  return html`
    <form class="give" onSubmit=${(event) => { event.preventDefault(); if (to) give(contact, to); }}>
      <select aria-label=${`Give ${short(contact)} to`} value=${to} onChange=${({ target }) => choose(target.value)}>
        <option value="">Choose…</option>
        ${people.map(({ handler, can }) => html`<option key=${handler} value=${handler} disabled=${!can}>${can ? handler : `${handler}: cannot`}</option>`)}
      </select>
      <button class="button button--small" aria-disabled=${to ? null : "true"}>Give</button>
    </form>`;
}

const BY = { phone: "On the phone", email: "E-mail" };
const isWritten = ({ channel }) => !BY[channel];

export function Talks({ board, data, now }) {
  const hands = handsRaised(board);
  const talks = talksInOrder(board);
  return html`
    <section class="board__talks" aria-labelledby="talks-title">
      <h2 id="talks-title">Who talks</h2>
      ${talks.length ? html`
        <div class="board__rows" tabindex="0" role="group" aria-labelledby="talks-title">
          <table class="table">
            <thead><tr><th scope="col">Contact</th><th scope="col">Handler</th><th scope="col">For</th><th scope="col">Level</th><th scope="col">Caller</th></tr></thead>
            <tbody>${talks.slice(0, MOST_ROWS).map((talk) => html`
              <tr key=${talk.contact} class=${hands.has(talk.contact) ? "hand" : ""}>
                <th scope="row"><${Follow} contact=${talk.contact} may=${data.may.follow && isWritten(talk)} />${hands.has(talk.contact) ? html` <span class="tag tag--danger">Hand raised</span>` : null}</th>
                <td>${talk.handler}</td>
                <td class="steady">${age(talk.since, now)}</td>
                <td><${Level} level=${talk.level} /></td>
                <td>${BY[talk.channel] ? html`<span class="tag tag--note">${BY[talk.channel]}</span>` : talk.caller === "online" ? "Online" : html`<span class="tag tag--warn">Away</span>`}</td>
              </tr>`)}</tbody>
          </table>
        </div>
        ${talks.length > MOST_ROWS ? html`<p class="board__more">and ${talks.length - MOST_ROWS} shorter ones</p>` : null}`
      : html`<p class="empty-state">Nobody is talking.</p>`}
    </section>`;
}

const stateText = ({ state, reason, until, training }, data) =>
  training && state === "away" ? "Training" :
  `${data.states[state] ?? state}${reason ? `: ${(data.breaks[reason] ?? reason).toLowerCase()}` : ""}${until ? ` until ${clock(until)}` : ""}`;

export function Handlers({ board, data }) {
  const handlers = handlersInOrder(board);
  return html`
    <section class="board__handlers" aria-labelledby="handlers-title">
      <h2 id="handlers-title">Handlers</h2>
      ${handlers.length ? html`
        <div class="board__rows" tabindex="0" role="group" aria-labelledby="handlers-title">
          <table class="table">
            <thead><tr><th scope="col">Name</th><th scope="col">State</th><th scope="col">Talks</th><th scope="col">Skills</th></tr></thead>
            <tbody>${handlers.map((row) => html`
              <tr key=${row.handler}>
                <th scope="row">${row.handler}</th>
                <td><span class="state state--${row.state}">${stateText(row, data)}</span>${row.training && row.state !== "away" ? html` <span class="tag tag--note">Training</span>` : null}</td>
                <td>${row.talking} of ${row.capacity}${row.on_phone ? html` <span class="tag tag--note">On the phone</span>` : null}${row.wrapping_up ? html`, <span class="muted">${row.wrapping_up} to wrap up</span>` : null}</td>
                <td>${row.skills.join(", ")}</td>
              </tr>`)}</tbody>
          </table>
        </div>`
      : html`<p class="empty-state">No handler has the console open.</p>`}
    </section>`;
}
