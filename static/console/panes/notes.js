import { html, useEffect, useLayoutEffect, useRef } from "../view.js";
import { writingOf } from "../changes/beside.js";
import { Empty, Key, useDesk } from "../parts.js";
import { clock } from "../words.js";

const KINDS = { note: "Note", whisper: "Whisper", transfer: "Note with the transfer" };

/** What staff write beside a contact: for oneself and whoever gets it next; the caller never sees it. */
export function NotesTab({ contact }) {
  const { state, actions } = useDesk();
  const help = state.help[contact.contact];
  const asked = help && !help.answered_at;
  return html`
    <section class="notes" aria-labelledby="notes-title">
      <h3 id="notes-title">Notes beside contact ${contact.slot}</h3>
      <p class="muted">${contact.practice ? "For you alone, as this is practice." : "For you and whoever gets this contact next. The caller never sees them."} They are destroyed with the words.</p>
      <${Asides} contact=${contact.contact} empty="No notes yet." />
      <${Writing} contact=${contact.contact} id="note-text" label="A note" button="Keep this note" send=${(body) => actions.addNote(contact.contact, body)} />
      ${!contact.wrap_up && !contact.practice && html`<div class="notes__help"><button class="button" aria-disabled=${asked ? "true" : undefined}
          onClick=${() => !asked && actions.raiseHelp(contact.contact)}>${asked ? "Help is asked for" : "Ask a supervisor for help"}</button></div>`}
    </section>`;
}

/** The asides of a contact, oldest first; having been shown, they count as read. */
export function Asides({ contact, empty }) {
  const { state, actions } = useDesk();
  const asides = state.asides[contact] ?? [];
  useEffect(() => actions.readNotes(contact), [contact, asides.length]);
  if (!asides.length) return html`<${Empty} title=${empty} />`;
  return html`
    <ol class="asides">${asides.map(({ seq, kind, by, body, at }) => html`
      <li key=${seq} class="aside aside--${kind}">
        <p class="aside__head"><strong>${KINDS[kind] ?? kind}</strong> ${by === state.me ? "you" : by} <time class="figure-text">${clock(at)}</time></p>
        <p class="aside__body">${body}</p>
      </li>`)}</ol>`;
}

/**
 * A small form that keeps what was refused, and what is being written while another contact or part is looked at;
 * `send(body)` gives a promise. `byEnter`: Enter sends, as in the message box. `comes`: it takes the focus as it
 * appears, unless something is being written, or asked, elsewhere.
 */
export function Writing({ contact, id, label, button, hint, primary = true, byEnter = false, comes = false, send }) {
  const { state, actions } = useDesk();
  const { text, busy, why } = writingOf(state, contact, id);
  const box = useRef();
  // Before the next key: it belongs here.
  useLayoutEffect(() => { if (comes && !document.activeElement.value && !document.activeElement.closest("dialog")) box.current.focus(); }, []);
  const submit = (event) => {
    event.preventDefault();
    // A key that is held down, from a dialog that has just closed, sends nothing.
    return event.repeat ? false : actions.sendWriting(contact, id, send);
  };
  const onKeyDown = (event) => byEnter && event.key === "Enter" && !event.shiftKey && !event.isComposing && submit(event);
  return html`
    <form class="writing" onSubmit=${submit}>
      <label for=${id}>${label}</label>
      <textarea id=${id} ref=${box} rows="2" value=${text} readonly=${busy} autocomplete="off" aria-describedby="${id}-hint"
        onKeyDown=${onKeyDown} onInput=${({ target }) => actions.writes(contact, id, { text: target.value, why: "" })}></textarea>
      <p class="muted" id="${id}-hint">${byEnter && html`<${Key}>Shift Enter<//> new line. `}${hint ?? ""}</p>
      <div role="alert">${why && html`<p class="field__error">${why}</p>`}</div>
      <button class="button ${primary ? "button--primary" : ""}" type="submit" aria-disabled=${busy ? "true" : undefined}>${busy ? "Sending…" : button}${byEnter && html`<${Key}>Enter<//>`}</button>
    </form>`;
}
