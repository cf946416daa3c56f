import { html, useRef, useState } from "../view.js";
import { Choices, Dialog, useDesk } from "../parts.js";
import { refusal } from "../words.js";

const RECORDS = "/supervision/safeguarding/";

/** Where records of breaks of confidence stand; in another tab, so that the talk stays. */
export const RecordsLink = ({ children }) => html`<a href=${RECORDS} target="_blank" rel="noopener">${children} (in another tab)</a>`;

/** To break the confidence of a contact: one reason out of those that callers were told of, then a second person decides. */
export function ProposeBreak({ contact, onClose }) {
  const { actions, data } = useDesk();
  const [reason, choose] = useState(null);
  const [why, say] = useState("");
  const [done, finish] = useState(false);
  const busy = useRef(false);
  if (!contact) return null;
  const propose = async (event) => {
    event.preventDefault();
    if (busy.current) return;
    if (!reason) { say("Choose why."); return; }
    busy.current = true;
    try {
      await actions.proposeBreak(contact.contact, reason);
      finish(true);
    } catch (error) {
      say(refusal(error));
    }
    busy.current = false;
  };
  return html`
    <${Dialog} title="Contact ${contact.slot}: propose a break of confidence" onClose=${onClose}>
      ${done ? html`
        <div role="status"><p><strong>It is proposed, and the words are held.</strong> Your supervisors are told; one of them decides. Then record what was
          passed on, and whether the caller was told: <${RecordsLink}>your records<//>.</p></div>
        <div class="actions"><button class="button button--primary" onClick=${onClose}>Close</button></div>` : html`
        <form onSubmit=${propose}>
          <p>If a life is in danger now, <strong>999 never waits for this</strong>: press Alt D and ring. For all else somebody other than you decides.
            The words of this contact are held from now on. The caller is told nothing by this.</p>
          <${Choices} name="break-reason" legend="Why?" options=${data.break_reasons ?? []} value=${reason} onPick=${(id) => { choose(id); say(""); }} />
          <div role="alert">${why && html`<p class="field__error">${why}</p>`}</div>
          <div class="actions"><button class="button button--primary" type="submit">Propose, and hold the words</button>
            <button class="button" type="button" onClick=${onClose}>Cancel</button></div>
        </form>`}
    <//>`;
}
