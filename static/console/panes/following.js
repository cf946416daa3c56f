import { html, useEffect, useState } from "../view.js";
import { Confirm, Dialog, Empty, Level, useDesk } from "../parts.js";
import { ABOUT, UNDER_18, ago, refusal } from "../words.js";
import { unasked } from "../contact.js";
import { BesideLine } from "./beside-line.js";
import { DangerLine } from "./danger-line.js";
import { facts } from "./facts.js";
import { Messages } from "./messages.js";
import { Asides, Writing } from "./notes.js";
import { Flags } from "./queue.js";

/** For supervisors, below their own contacts: the talks they follow, and the way to others. */
export function Following() {
  const { state, actions } = useDesk();
  const talks = Object.values(state.followed);
  if (state.role !== "supervisor") return null;
  return html`
    <section class="own" aria-labelledby="following-title">
      <h2 id="following-title" tabindex="-1">Following <span class="count">${talks.length || ""}</span></h2>
      ${talks.length > 0 && html`<ul class="mine">${talks.map((talk) => html`<${One} key=${talk.contact} talk=${talk} />`)}</ul>`}
      <p><button class="button button--small" onClick=${() => actions.show({ dialog: { name: "talks" } })}>Follow a talk</button></p>
    </section>`;
}

function One({ talk }) {
  const { state, actions, now } = useDesk();
  const here = state.selected === talk.contact;
  return html`
    <li><button class="mine__one ${here ? "mine__one--here" : ""}" aria-current=${here ? "true" : undefined} onClick=${() => actions.openFollowed(talk.contact)}>
      <span class="mine__main"><span class="mine__about">${talk.handler}: ${ABOUT[talk.answers?.about] ?? "Not said"}</span>
        <span class="mine__state">${talk.joined ? "You have joined" : "You read along"}, taken ${ago(talk.taken_at, now)}</span></span>
      <span class="mine__end"><${Level} level=${talk.level} /></span>
    </button></li>`;
}

/** Somebody else's talk in the middle pane: to read, with the ways to be more than a reader. */
export function Followed({ talk }) {
  const { actions, now } = useDesk();
  const answers = talk.answers ?? {};
  const ask = (name) => actions.show({ dialog: { name, contact: talk.contact } });
  return html`
    <section class="talk" aria-label="Conversation" key=${talk.contact}>
      <header class="talk__head">
        <div class="talk__title"><h2 id="talk-title" tabindex="-1">${talk.handler}'s talk: ${ABOUT[answers.about] ?? "not said"}</h2>
          <span class="tag tag--note">${talk.joined ? "You have joined" : "You read along"}</span>
          <span class="talk__acts">
            ${!talk.joined && html`<button class="button button--small" onClick=${() => ask("join")}>Join</button>`}
            <button class="button button--small" onClick=${() => ask("takeOver")}>Take over</button>
            <button class="button button--small" onClick=${() => actions.unfollow(talk.contact)}>Stop following</button></span>
        </div>
        <p class="talk__facts"><${Flags} entry=${{ ...answers, level: talk.level, under_18: UNDER_18.has(answers.age_band) }} />
          <span class="figure-text">${facts(answers)} · taken ${ago(talk.taken_at, now)}</span></p>
        <p class="talk__note">Reading along is in the audit log, and ${talk.handler} sees it.
          ${talk.joined ? " The caller knows that you are here." : " The caller is told only when you join."}</p>
        <${DangerLine} contact=${talk} />
        <${BesideLine} contact=${talk} />
      </header>
      <${Messages} contact=${talk} />
      ${talk.joined && html`<div class="composer"><${Writing} contact=${talk.contact} id="joined-text" label="To the caller, as a supervisor" button="Send to the caller" byEnter comes
        hint="Cards come from ${talk.handler}: whisper which one to send, or take over." send=${(body) => actions.sayIn(talk.contact, body)} /></div>`}
    </section>`;
}

/** What its handler has recorded, to read alone: nothing here can be changed. */
function Judged({ talk }) {
  const { state, data } = useDesk();
  const { caller_type = null, markers = {}, suggested = null, lowered = null } = state.judged[talk.contact] ?? {};
  const labels = (ids) => data.markers.filter(({ id }) => ids.includes(id)).map(({ label }) => label).join(" · ");
  const answered = (answer) => labels(Object.keys(markers).filter((id) => markers[id] === answer)) || "none";
  const heard = labels(unasked(talk, markers));
  return html`
    <section class="judged" aria-labelledby="judged-title">
      <h3 id="judged-title">What ${talk.handler} has recorded</h3>
      <dl class="judged__list">
        <div><dt>Level</dt><dd>${talk.level ? html`<${Level} level=${talk.level} />` : "not set"}
          ${lowered && html`<p class="muted">Less than suggested (${lowered.suggested}): ${lowered.label}.</p>`}</dd></div>
        <div><dt>Suggested</dt><dd>${suggested ? html`<span class="tag tag--dashed suggested__level shape-${suggested}">${data.levels.find(({ id }) => id === suggested)?.label ?? suggested}</span>` : "none yet"}</dd></div>
        <div><dt>Who it is</dt><dd>${data.caller_types.find(({ id }) => id === caller_type)?.label ?? "not asked"}</dd></div>
        <div><dt>Markers: yes</dt><dd>${answered("yes")}</dd></div>
        <div><dt>Markers: no</dt><dd>${answered("no")}</dd></div>
        ${heard && html`<div><dt>Heard, still not asked</dt><dd>${heard}</dd></div>`}
      </dl>
    </section>`;
}

/** In the right pane beside a followed talk: what is recorded, what staff write, and a whisper to its handler. */
export function FollowedNotes({ talk }) {
  const { actions } = useDesk();
  return html`
    <${Judged} talk=${talk} />
    <section class="notes" aria-labelledby="notes-title">
      <h3 id="notes-title">Beside ${talk.handler}'s talk</h3>
      <${Asides} contact=${talk.contact} empty="No notes and no whispers yet." />
      <${Writing} contact=${talk.contact} id="whisper-text" label="Whisper to ${talk.handler}" button="Whisper" byEnter hint="Only staff see it, never the caller."
        send=${(body) => actions.whisper(talk.contact, body)} />
    </section>`;
}

export function Join({ dialog, onClose }) {
  const { state, actions } = useDesk();
  const join = () => { onClose(); actions.join(dialog.contact); };
  return html`<${Confirm} title="Join ${state.followed[dialog.contact]?.handler}'s talk?" yes="Join" onYes=${join} onNo=${onClose}>
    <p>The caller is told that a supervisor is there. You can then write to them; the handler stays.</p><//>`;
}

export function TakeOver({ dialog, onClose }) {
  const { state, actions } = useDesk();
  const take = () => { onClose(); actions.takeOver(dialog.contact); };
  return html`<${Confirm} title="Take over ${state.followed[dialog.contact]?.handler}'s talk?" yes="Take over" danger onYes=${take} onNo=${onClose}>
    <p>The talk leaves the handler's desk and becomes yours. The handler and the caller are told.</p><//>`;
}

/** The talks that go on: whom, how long, and no words. */
export function Talks({ onClose }) {
  const { actions, now } = useDesk();
  const [talks, setTalks] = useState(null);
  const [why, say] = useState("");
  const load = () => actions.talks().then(({ talks: found }) => { setTalks(found); say(""); }, (error) => say(refusal(error)));
  useEffect(() => { load(); }, []);
  return html`
    <${Dialog} title="Follow a talk" kind="wide" onClose=${onClose}>
      <p class="muted">Each following is in the audit log, and the handler sees your name.</p>
      <div role="alert">${why && html`<p class="notice notice--error">${why}</p>`}</div>
      ${talks && !talks.length && html`<${Empty} title="Nobody else is in a talk now." />`}
      ${talks?.length > 0 && html`<ul class="talks">${talks.map((talk) => html`
        <li key=${talk.contact} class="talks__one"><span><strong>${talk.handler}</strong> ${ABOUT[talk.about] ?? "Not said"}${", "}
          <span class="muted figure-text">taken ${ago(talk.taken_at, now)}</span> <${Level} level=${talk.level} /></span>
          <button class="button button--small" onClick=${() => actions.follow(talk.contact)} aria-label="${talk.followed ? "Open" : "Follow"} ${talk.handler}, taken ${ago(talk.taken_at, now)}">
            ${talk.followed ? "Open" : "Follow"}</button></li>`)}</ul>`}
      <div class="actions"><button class="button" onClick=${load}>Look again</button><button class="button" onClick=${onClose}>Close</button></div>
    <//>`;
}
