import { html, useLayoutEffect, useMemo, useRef, useState } from "../view.js";
import { Dialog, useDesk } from "../parts.js";
import { standing } from "../changes/danger.js";
import { finderFor } from "../identifying.js";
import { NOT_HELD, chosen, written } from "../police.js";
import { clock } from "../words.js";

/** What could be given to the police: only what was written, and plainly what is not held. */
export function Police({ contact, onClose }) {
  const { data } = useDesk();
  const find = useMemo(() => finderFor(data.services ?? []), []);
  if (!contact) return null;
  const found = written(contact, find);
  const said = chosen(contact);
  return html`
    <${Dialog} title="Contact ${contact.slot}: what the police could be given" kind="wide" onClose=${onClose}>
      <p>If somebody is in danger now, ring 999 at once: nothing waits for an approver. Say that you are a helpline, what may
        happen and where, and read out what helps. Only what was written here can be given.</p>
      <section aria-labelledby="police-written"><h3 id="police-written">What they wrote that seems to say who or where</h3>
        ${found.length
          ? html`<ul class="police__found">${found.map(({ seq, at, body, kinds }) => html`
              <li key=${seq}><q>${body}</q> <span class="muted"><span class="figure-text">${clock(at)}</span>, ${kinds.join(", ")}</span></li>`)}</ul>`
          : html`<p class="police__none">Nothing that they wrote seems to say who or where anybody is. 999 can be told what may happen, and that
              we cannot say where. If it is safe, ask them where they are.</p>`}
        <p class="muted">Found by patterns in this window alone: read their words yourself, too.</p>
      </section>
      <section aria-labelledby="police-chosen"><h3 id="police-chosen">What they chose before the talk</h3><p>${said || "They left these questions out."}</p></section>
      <section aria-labelledby="police-not"><h3 id="police-not">What this service does not hold</h3>
        <ul>${NOT_HELD.map((line) => html`<li key=${line}>${line}</li>`)}</ul>
        <p>Nobody here can look any of it up, neither you nor a supervisor.</p></section>
      <div class="actions"><button class="button" onClick=${onClose}>Close</button></div>
    <//>`;
}

/** Before a danger is closed: how it came out. A second person reviews it whatever is chosen. */
export function DangerOver({ contact, onClose }) {
  const { actions, data } = useDesk();
  const safe = useRef();
  const [busy, setBusy] = useState(false);
  useLayoutEffect(() => safe.current?.focus(), []);
  if (!standing(contact)) return null;
  const close = async (how) => {
    if (busy) return;
    setBusy(true);
    if (await actions.closeDanger(contact.contact, how)) onClose();
    setBusy(false);
  };
  return html`
    <${Dialog} title="Contact ${contact.slot}: close the danger?" onClose=${onClose}>
      <p>How did it come out? The talk goes on as any other then. Somebody else reviews it within 24 hours.</p>
      <div class="ways">${(data.danger_over ?? []).map(({ id, label }) => html`
        <button key=${id} class="button" onClick=${() => close(id)}>${label}</button>`)}</div>
      <div class="actions"><button class="button" ref=${safe} onClick=${onClose}>It still stands</button></div>
    <//>`;
}
