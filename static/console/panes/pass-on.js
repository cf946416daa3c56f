import { html, useEffect, useRef, useState } from "../view.js";
import { PASS_ON, writingOf } from "../changes/beside.js";
import { Dialog, Empty, useDesk } from "../parts.js";
import { count, refusal } from "../words.js";

/** Whom to pass a talk on to, and what they need to know; what is written stays with the contact until it is asked. */
export function PassOn({ contact, onClose }) {
  const { state, actions } = useDesk();
  const id = contact?.contact;
  const online = state.link.status === "online";
  const [targets, setTargets] = useState(null);
  const [unknown, say] = useState("");
  const { text, busy, why, to = "" } = writingOf(state, id, PASS_ON);
  const note = useRef();
  const write = (changes) => actions.writes(id, PASS_ON, { why: "", ...changes });
  const load = () => actions.passOnTargets().then((found) => { setTargets(found); say(""); }, (error) => say(refusal(error)));
  // Who is there may be another by the time the line is back, or once somebody could not be asked.
  useEffect(() => { if (online && !busy) load(); }, [online, busy]);
  // Whom to ask is chosen already where there is one, or anybody; who has gone meanwhile cannot stay chosen.
  useEffect(() => { if (targets && !busy && !choicesOf(targets).some((each) => each.value === to && each.places > 0)) actions.writes(id, PASS_ON, { to: firstOf(targets) }); }, [targets, busy]);
  // Passed on, ended or given back meanwhile: there is nothing to ask any more.
  useEffect(() => { if (!contact || contact.wrap_up) onClose(); }, [contact?.wrap_up, !contact]);
  const wanting = (words, field) => { write({ why: words }); field.focus(); };
  const ask = async (event) => {
    event.preventDefault();
    if (busy) return undefined;
    // While it looks who is there, nobody can be chosen yet: that is said above already.
    if (!to) return wanting(targets || !online ? "Choose whom to ask." : "", event.target.querySelector("input:enabled") ?? note.current);
    if (!text.trim()) return wanting("Write a note: whoever takes over needs to know why.", note.current);
    // What was chosen cannot be changed while it is asked, and what cannot be changed cannot have the focus.
    event.submitter?.focus();
    return (await actions.passOn(id, JSON.parse(to))) && onClose();
  };
  return html`
    <${Dialog} title="Pass on contact ${contact?.slot}" kind="beside" onClose=${onClose}>
      <form onSubmit=${ask}>
        <p class="muted">The talk stays yours until somebody accepts, for 2 minutes at most. The caller is told only then.</p>
        <fieldset class="choices pass-on__who" disabled=${busy}><legend>Whom do you ask?</legend>
          <${Targets} targets=${targets} online=${online} to=${to} choose=${(one) => write({ to: one })} /></fieldset>
        <label class="pass-on__note">Note for them
          <textarea rows="5" ref=${note} value=${text} readonly=${busy} onInput=${({ target }) => write({ text: target.value })} autocomplete="off" aria-describedby="pass-on-note pass-on-why"
            aria-invalid=${why && to && !text.trim() ? "true" : undefined}></textarea></label>
        <p class="muted" id="pass-on-note">Why, what was said about safety, what comes next. They read it when they accept; the caller never does.</p>
        <div role="alert" id="pass-on-why">${(why || unknown) && html`<p class="notice notice--error">${why || unknown}</p>`}</div>
        <div role="status">${!online && html`<p class="notice notice--warning">${busy ? WAITS : CUT}</p>`}</div>
        <div class="actions"><button class="button button--primary" type="submit" aria-disabled=${busy ? "true" : undefined}>${busy ? (online ? "Asking…" : "Waiting to ask") : `Ask ${choicesOf(targets).find(({ value }) => value === to)?.asks ?? ""}`.trim()}</button>
          <button class="button" type="button" onClick=${onClose}>${busy ? "Close" : "Cancel"}</button></div>
      </form>
    <//>`;
}

const CUT = "The connection is lost. What you ask now waits here, and is asked once when it is back.";
const WAITS = "The connection is lost. They are asked once, when it is back; until then the talk stays yours. You may close this.";

/** Whom one can ask: {value, label, asks, places}, each colleague first. */
function choicesOf(targets) {
  if (!targets?.handlers.length) return [];
  const free = targets.handlers.filter(({ places }) => places > 0).length;
  const choice = (to, label, asks, places) => ({ value: JSON.stringify(to), label, asks, places });
  return [
    ...targets.handlers.map(({ username, places }) => choice({ handler: username }, `${username}, ${count(places, "place")}`, username, places)),
    ...targets.skills.map(({ id, label, places }) => choice({ skill: id }, `Anybody who fits: ${label} (${places})`, "anybody who fits", places)),
    choice({ skill: null }, `Anybody available (${free})`, "anybody available", free),
  ];
}

/** The one colleague who has a place, else anybody; nothing where nobody has one. */
function firstOf(targets) {
  const open = choicesOf(targets).filter(({ places }) => places > 0);
  const colleagues = open.filter(({ value }) => "handler" in JSON.parse(value));
  return (colleagues.length === 1 ? colleagues[0] : open.at(-1))?.value ?? "";
}

function Targets({ targets, online, to, choose }) {
  if (!targets) return html`<p class="muted">${online ? "Looking who is available…" : "Who is available is shown when the connection is back."}</p>`;
  if (!targets.handlers.length) return html`<${Empty} title="Nobody else is available now."><p>You can give the contact back to the queue, or ask a supervisor for help.</p><//>`;
  return choicesOf(targets).map(({ value, label, places }) => html`
    <label class="choice pass-on__one" key=${value}><input type="radio" name="pass-on-to" value=${value} checked=${to === value} disabled=${!places} onChange=${() => choose(value)} />
      <span>${label} <span class="muted">${places ? "" : "no place left"}</span></span></label>`);
}
