import { html, useEffect, useState } from "../view.js";
import { Dialog, Empty, useDesk } from "../parts.js";
import { count, refusal } from "../words.js";

/** Whom to pass a talk on to, and what they need to know. */
export function PassOn({ contact, onClose }) {
  const { actions } = useDesk();
  const [targets, setTargets] = useState(null);
  const [to, choose] = useState("");
  const [note, write] = useState("");
  const [why, say] = useState("");
  const load = () => actions.passOnTargets().then(setTargets, (error) => say(refusal(error)));
  useEffect(() => { load(); }, []);
  // Passed on, ended or given back meanwhile: there is nothing to ask any more.
  useEffect(() => { if (!contact || contact.wrap_up) onClose(); }, [contact?.wrap_up, !contact]);
  const ask = async (event) => {
    event.preventDefault();
    if (!to) return say("Choose whom to ask.");
    if (!note.trim()) return say("Write a note: whoever takes over needs to know why.");
    try {
      await actions.passOn(contact.contact, JSON.parse(to), note.trim());
      return onClose();
    } catch (error) {
      load();
      return say(refusal(error));
    }
  };
  return html`
    <${Dialog} title="Pass on contact ${contact?.slot}" kind="wide" onClose=${onClose}>
      <form onSubmit=${ask}>
        <p class="muted">The talk stays yours until somebody accepts, for 2 minutes at most. The caller is told only then.</p>
        <fieldset class="choices pass-on__who"><legend>Whom do you ask?</legend><${Targets} targets=${targets} to=${to} choose=${choose} /></fieldset>
        <label class="pass-on__note">Note for them
          <textarea rows="3" value=${note} onInput=${({ target }) => write(target.value)} autocomplete="off" aria-describedby="pass-on-note"></textarea></label>
        <p class="muted" id="pass-on-note">Why, what was said about safety, what comes next. They read it when they accept; the caller never does.</p>
        <div role="alert">${why && html`<p class="notice notice--error">${why}</p>`}</div>
        <div class="actions"><button class="button button--primary" type="submit">Ask</button>
          <button class="button" type="button" onClick=${onClose}>Cancel</button></div>
      </form>
    <//>`;
}

function Targets({ targets, to, choose }) {
  if (!targets) return html`<p class="muted">Looking who is available…</p>`;
  if (!targets.handlers.length) return html`<${Empty} title="Nobody else is available now."><p>You can give the contact back to the queue, or ask a supervisor for help.</p><//>`;
  const free = targets.handlers.filter(({ places }) => places > 0).length;
  const option = (value, label, places) => html`
    <label class="choice pass-on__one" key=${value}><input type="radio" name="pass-on-to" value=${value} checked=${to === value} disabled=${!places} onChange=${() => choose(value)} />
      <span>${label} <span class="muted">${places ? "" : "no place left"}</span></span></label>`;
  return html`
    ${targets.handlers.map(({ username, places }) => option(JSON.stringify({ handler: username }), `${username}, ${count(places, "place")}`, places))}
    ${targets.skills.map(({ id, label, places }) => option(JSON.stringify({ skill: id }), `Anybody who fits: ${label} (${places})`, places))}
    ${option(JSON.stringify({ skill: null }), `Anybody available (${free})`, free)}`;
}
