import { html, useEffect, useRef, useState } from "./view.js";
import { Desk, Key, Still, allBut, useDesk } from "./parts.js";
import { waitingCount, wanted } from "./attention.js";
import { activeCues, unread } from "./contact.js";
import { clock } from "./words.js";
import { Asked } from "./panes/asked.js";
import { Pause } from "./panes/boundaries.js";
import { DangerCalls } from "./panes/danger-line.js";
import { Help } from "./panes/help.js";
import { Notices } from "./panes/notices.js";
import { Offer } from "./panes/offer.js";
import { Following } from "./panes/following.js";
import { Incoming } from "./panes/incoming.js";
import { Own } from "./panes/own.js";
import { Presence } from "./panes/presence.js";
import { Queue } from "./panes/queue.js";
import { StillHere } from "./panes/still-here.js";
import { Talk } from "./panes/talk.js";
import { Tour } from "./panes/tour.js";
import { Unkept } from "./panes/unkept.js";

const TICK = 5_000;

/** The whole console; `store` changes redraw it, and a slow tick keeps the ages right. */
export function App({ store, actions, data }) {
  const [state, setState] = useState(store.state);
  const [now, setNow] = useState(Date.now());
  // Ages are in minutes: a second's delay is not seen, and what shows ages is not drawn for each message.
  useEffect(() => store.subscribe((next) => { setState(next); setNow((old) => (Date.now() - old > 1_000 ? Date.now() : old)); }), []);
  useEffect(() => { const timer = setInterval(() => setNow(Date.now()), TICK); return () => clearInterval(timer); }, []);
  useTitle(state);
  useKeptFocus(state);
  // Where two parts fit, the words stay and the other one is what was last looked at.
  const side = useRef("queue");
  if (state.pane !== "talk") side.current = state.pane;
  const beside = side.current;
  return html`
    <${Desk.Provider} value=${{ state, store, actions, data, now }}>
      <${Bar} />
      <${DangerCalls} />
      <${StillHere} />
      <${Tour} />
      <${PartTabs} beside=${beside} />
      <div class="parts parts--${state.pane} parts--beside-${beside}">
        <div class="part part--queue">
          <div class="coming"><${Offer} /><${Incoming} /></div>
          <${Presence} />
          <${Notices} />
          <${Pause} />
          <${Unkept} />
          <${Own} />
          <${Following} />
          <${Still} Part=${Queue} needs=${[now, data, ...allBut(state, NOT_OF_THE_QUEUE)]} />
        </div>
        <div class="part part--talk"><${Talk} /></div>
        <div class="part part--help"><${Still} Part=${Help} needs=${[now, data, ...allBut(state, NOT_OF_HELP), ...ofHelp(state.contacts[state.selected])]} /></div>
      </div>
      <${Asked} />
    <//>`;
}

// Words come twenty times a second; what has nothing to do with them stays as it is.
const NOT_OF_THE_QUEUE = new Set(["contacts", "details", "drafts", "notices", "greeted", "tabs", "tab", "writing"]);
const NOT_OF_HELP = new Set(["contacts", "queue", "presence", "notices", "greeted"]);
const ONLY_WORDS = new Set(["items", "outbox", "known", "latest", "typingUntil", "callerSeen", "readTo", "read", "cues", "spans"]);
const ofHelp = (contact) =>
  contact ? [...allBut(contact, ONLY_WORDS), activeCues(contact).map(({ seq, cue }) => `${seq}:${cue}`).join()] : [];

/** "(2) Console": how many things want attention, and not a word of what they are. */
function useTitle(state) {
  const count = wanted(state);
  useEffect(() => { document.title = count ? `(${count}) Console` : "Console"; }, [count]);
}

/** When what had the focus is gone, the conversation's heading takes it, so that keys go on working. */
function useKeptFocus(state) {
  const was = useRef(false);
  useEffect(() => {
    const lost = document.activeElement === document.body;
    if (lost && was.current) (document.querySelector(".wrap-up h3") ?? document.getElementById("talk-title"))?.focus();
    was.current = document.activeElement !== document.body;
  }, [state]);
}

function Bar() {
  const { state, actions } = useDesk();
  const [notice] = state.notices;
  const ask = (name) => actions.show({ dialog: { name } });
  return html`
    <div class="bar bar--${state.link.status}">
      <p class="bar__link" role="status"><${LinkWords} /></p>
      <p class="bar__notice ${notice ? `bar__notice--${notice.kind}` : ""}" role="status">
        ${notice && html`<span><span class="figure-text">${clock(notice.at)}</span> ${notice.text}${notice.times > 1 ? ` (${notice.times} times)` : ""}</span>
          <button class="button button--quiet button--small" onClick=${() => actions.noticeRead()}>Dismiss${state.notices.length > 1 ? ` (${state.notices.length})` : ""}</button>`}</p>
      <div class="bar__acts">
        <${SoundState} />
        <button class="button button--quiet button--small" onClick=${() => ask("palette")}>Do…<${Key}>Ctrl K<//></button>
        <button class="button button--quiet button--small" onClick=${() => ask("view")}>View and sound</button>
        <button class="button button--quiet button--small bar__keys" onClick=${() => ask("keys")}>Keys<${Key}>Alt K<//></button>
      </div>
    </div>`;
}

/** Said only when somebody could wait unheard. */
function SoundState() {
  const { state, actions } = useDesk();
  if (state.link.status === "refused") return null;
  const why = state.settings.sound === "off" ? "Sound is off"
    : { locked: "Sound starts with your first click", blocked: "The browser blocks sound" }[state.audio];
  return html`<span role="status" class="bar__sound">${why && html`
    <button class="button button--quiet button--small" onClick=${() => actions.show({ dialog: { name: "view" } })}>${why}</button>`}</span>`;
}

function LinkWords() {
  const { state, actions, now } = useDesk();
  const { status, retryAt } = state.link;
  if (status === "online") return "Connected";
  if (status === "refused") return html`<strong>You are signed out.</strong> <a href="/accounts/login/?next=/console/">Sign in again</a>`;
  if (status === "connecting" && !state.link.failures) return "Connecting…";
  const seconds = Math.max(1, Math.round(((retryAt ?? now) - now) / 1000));
  return html`<strong>Connection lost.</strong> ${status === "connecting" ? "Trying now." : `Next try in ${seconds} s.`}
    ${Object.keys(state.contacts).length > 0 && " What you send waits here. After 45 seconds a contact goes back to the queue."}
    ${" "}<button class="button button--small" onClick=${() => actions.reconnect()}>Try now</button>`;
}

const PARTS = [{ id: "queue", label: "Queue" }, { id: "talk", label: "Talk" }, { id: "help", label: "Help" }];

/** On a narrow screen the three parts become three tabs; where two parts fit, two tabs for what stands beside the words. */
function PartTabs({ beside }) {
  const { state } = useDesk();
  return html`
    <${Tabs} kind="one" parts=${PARTS} current=${state.pane} />
    <${Tabs} kind="two" parts=${PARTS.filter(({ id }) => id !== "talk")} current=${beside} />`;
}

function Tabs({ kind, parts, current }) {
  const { state, actions } = useDesk();
  const news = Object.values(state.contacts).reduce((sum, contact) => sum + unread(contact), 0);
  const badge = { queue: waitingCount(state.queue) + (kind === "two" ? news : 0), talk: news };
  return html`
    <nav class="part-tabs part-tabs--${kind}" aria-label="Parts">${parts.map(({ id, label }) => html`
      <button key=${id} aria-current=${current === id ? "true" : undefined} onClick=${() => actions.show({ pane: id })}>
        ${label} ${badge[id] > 0 && html`<span class="count">${badge[id]}</span>`}</button>`)}</nav>`;
}
