import { html } from "../view.js";
import { toBox } from "../box.js";
import { toldOf } from "../changes/beside.js";
import { useDesk } from "../parts.js";
import { clock } from "../words.js";

const FROM = { whisper: "Whisper from", transfer: "Note with the transfer, from" };

/** Over the words until a person has seen it: what a supervisor whispers, and the note of whoever passed the talk on. */
export function Told({ contact }) {
  const { state, actions } = useDesk();
  const told = toldOf(state, contact.contact);
  const seen = () => {
    actions.seeTold(contact.contact);
    requestAnimationFrame(toBox);
  };
  return html`
    <div role="status">${told.length > 0 && html`
      <div class="told">
        ${told.map(({ seq, kind, by, at, body }) => html`
          <p key=${seq} class="told__one"><strong>${FROM[kind]} ${by}</strong> <time class="figure-text">${clock(at)}</time>
            <span class="told__body">${body}</span></p>`)}
        <p class="told__foot"><span>The caller never sees it.</span>
          <button class="button button--small" onClick=${seen}>Seen</button></p></div>`}</div>`;
}

/** Beside the contact among one's own: something stands over its words. */
export function ToldTag({ contact }) {
  const { state } = useDesk();
  const told = toldOf(state, contact.contact);
  if (!told.length) return null;
  return html`<span class="tag tag--note">${told.some(({ kind }) => kind === "whisper") ? "Whisper" : "Note for you"}</span>`;
}
