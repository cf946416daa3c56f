import { html, useEffect, useState } from "../view.js";
import { Key, useDesk } from "../parts.js";
import { ABOUT } from "../words.js";
import { timeLeft } from "../words-beside.js";
import { Flags, who } from "./queue.js";

/** The time, each second, for what runs out. */
export function useSeconds() {
  const [now, setNow] = useState(Date.now());
  useEffect(() => { const timer = setInterval(() => setNow(Date.now()), 1_000); return () => clearInterval(timer); }, []);
  return now;
}

/** Talks that somebody asks this handler to take; with offers at the foot of the pane, so that nothing above moves. */
export function Incoming() {
  const { state } = useDesk();
  const asking = Object.values(state.transfers.asking);
  return html`<div class="incoming" role="status">${asking.map((transfer, n) => html`
    <${Asking} key=${transfer.contact} transfer=${transfer} keyed=${n === 0 && !state.offer} />`)}</div>`;
}

function Asking({ transfer, keyed }) {
  const { actions } = useDesk();
  const { contact, from, entry } = transfer;
  return html`
    <section class="incoming__one" aria-label="A talk is passed on to you">
      <p class="incoming__title"><span><strong>${from}</strong> asks you to take a talk</span> <${Left} until=${transfer.expires_at} /></p>
      <p class="incoming__about">${ABOUT[entry.about] ?? "Not said"}</p>
      <p class="waiter__flags"><${Flags} entry=${entry} /></p>
      <p class="muted">${who(entry)}. The note and the words come when you accept.</p>
      <div class="actions">
        <button class="button button--primary" onClick=${() => actions.accept(contact)}>Accept${keyed && html`<${Key}>Alt Y<//>`}</button>
        <button class="button" onClick=${() => actions.decline(contact)}>Decline</button>
      </div>
    </section>`;
}

function Left({ until }) {
  return html`<span class="figure-text muted" aria-hidden="true">${timeLeft(until, useSeconds())} left</span>`;
}
