import { html, useEffect, useRef, useState } from "../view.js";
import { Choices, Dialog, useDesk } from "../parts.js";
import { refusal } from "../words.js";

const RECORDS = "/supervision/safeguarding/";

/** Where records of breaks of confidence stand; in another tab, so that the talk stays. */
export const RecordsLink = ({ children }) => html`<a href=${RECORDS} target="_blank" rel="noopener">${children} (in another tab)</a>`;

/** Asked where the last sign-in, or the last answer to this, is more than ten minutes ago. */
function StillYou({ shown, onType }) {
  const password = useRef();
  useEffect(() => password.current.focus(), []);
  return html`
    <fieldset class="still-you">
      <legend>Is it still you?</legend>
      <p>This has weight: show that it is you who sits here.</p>
      <label class="field">Your password
        <input type="password" autocomplete="current-password" ref=${password} value=${shown.password} onInput=${({ target }) => onType({ password: target.value })} /></label>
      <label class="field">Or a code from your app
        <input type="text" inputmode="numeric" autocomplete="one-time-code" value=${shown.code} onInput=${({ target }) => onType({ code: target.value })} /></label>
    </fieldset>`;
}

/** To break the confidence of a contact: one reason out of those that callers were told of, then a second person decides. */
export function ProposeBreak({ contact, onClose }) {
  const { actions, data } = useDesk();
  const [reason, choose] = useState(null);
  const [why, say] = useState("");
  const [done, finish] = useState(false);
  const [asked, ask] = useState(false);
  const [shown, show] = useState({ password: "", code: "" });
  const busy = useRef(false);
  if (!contact) return null;
  const propose = async (event) => {
    event.preventDefault();
    if (busy.current) return;
    if (!reason) { say("Choose why."); return; }
    if (asked && !shown.password && !shown.code) { say("Enter your password, or a code."); return; }
    busy.current = true;
    try {
      await actions.proposeBreak(contact.contact, reason, asked ? shown : undefined);
      finish(true);
    } catch (error) {
      const first = error.code === "staff.confirm_first" && !asked;
      if (first) ask(true);
      say(first ? "" : refusal(error));
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
          ${asked && html`<${StillYou} shown=${shown} onType=${(typed) => { show({ ...shown, ...typed }); say(""); }} />`}
          <div role="alert">${why && html`<p class="field__error">${why}</p>`}</div>
          <div class="actions"><button class="button button--primary" type="submit">Propose, and hold the words</button>
            <button class="button" type="button" onClick=${onClose}>Cancel</button></div>
        </form>`}
    <//>`;
}
