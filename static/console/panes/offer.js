import { html, useEffect, useState } from "../view.js";
import { secondsLeft } from "../changes/offers.js";
import { Key, useDesk } from "../parts.js";
import { ABOUT, age } from "../words.js";
import { Flags, who } from "./queue.js";

/** The caller who is offered to this handler, above everything else of the queue; nobody else can take them meanwhile. */
export function Offer() {
  const { state } = useDesk();
  return html`
    <p class="visually-hidden" role="status">${state.offer ? "A caller is offered to you. Alt Y accepts." : ""}</p>
    ${state.offer && html`<${Card} key=${state.offer.contact + state.offer.expires_at} offer=${state.offer} />`}`;
}

function Card({ offer }) {
  const { state, actions, now } = useDesk();
  const { entry } = offer;
  const away = state.link.status !== "online";
  return html`
    <section class="offer" aria-labelledby="offer-title">
      <h2 id="offer-title" tabindex="-1">Offered to you <${Left} offer=${offer} /></h2>
      <p class="waiter__about">${ABOUT[entry.about] ?? "Not said"} <span class="figure-text waiter__time">${age(entry.joined_at, now)}</span></p>
      <p class="waiter__flags"><${Flags} entry=${entry} /></p>
      <p class="waiter__who">${who(entry)}</p>
      <div class="actions">
        <button class="button button--primary offer__accept" aria-disabled=${away ? "true" : undefined}
          onClick=${() => !away && actions.acceptOffer()}>Accept<${Key}>Alt Y<//></button>
        <button class="button offer__decline" aria-disabled=${away ? "true" : undefined}
          onClick=${() => !away && actions.declineOffer()}>Decline</button>
      </div>
    </section>`;
}

/** A clock of its own: the rest of the console need not be drawn each second. */
function Left({ offer }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => { const timer = setInterval(() => setNow(Date.now()), 500); return () => clearInterval(timer); }, []);
  return html`<span class="offer__left figure-text">${secondsLeft(offer, now)} s</span>`;
}
