import { html, useLayoutEffect, useMemo, useRef, useState } from "../view.js";
import { useDesk } from "../parts.js";
import { finderFor, listed } from "../identifying.js";
import { lengthOf } from "../marks.js";
import { refusal } from "../words.js";

/** Write or change one reply. What is typed stays until it is saved or left, whichever contact is open meanwhile. */
export function ReplyForm({ editing }) {
  const { state, actions, data } = useDesk();
  const { most, mayKeepForTeam } = state.replies;
  const title = useRef();
  const words = useRef();
  const [asking, ask] = useState(false);
  const [wrong, say] = useState({});
  const [busy, setBusy] = useState(false);
  const find = useMemo(() => finderFor(data.services ?? []), []);
  const found = useMemo(() => find(`${editing.title}\n${editing.words}`), [editing.title, editing.words]);
  useLayoutEffect(() => title.current.focus(), []);
  const type = (changes) => { ask(false); say({}); actions.typeReply(changes); };
  const save = async (event) => {
    event.preventDefault();
    const mistakes = mistakesIn(editing, most);
    if (Object.keys(mistakes).length) {
      say(mistakes);
      return (mistakes.title ? title : words).current.focus();
    }
    if (found.length && !asking) return ask(true);
    setBusy(true);
    try {
      return await actions.saveReply();
    } catch (error) {
      setBusy(false);
      return say(error.fields ?? { whole: refusal(error) });
    }
  };
  return html`
    <form class="reply-form" onSubmit=${save} aria-label=${editing.was ? "Change a reply" : "New reply"} novalidate>
      <${Field} id="reply-title" label="Title, to find it by" wrong=${wrong.title} length=${lengthOf(editing.title.trim())} most=${most.title}>
        <input id="reply-title" type="text" ref=${title} value=${editing.title} onInput=${({ target }) => type({ title: target.value })}
          ...${HERE} aria-describedby="reply-title-count reply-title-wrong" aria-invalid=${wrong.title ? "true" : undefined} /><//>
      <${Field} id="reply-words" label="Words; put [square brackets] around what changes" wrong=${wrong.words} length=${lengthOf(editing.words.trim())} most=${most.words}>
        <textarea id="reply-words" rows="4" ref=${words} value=${editing.words} onInput=${({ target }) => type({ words: target.value })}
          ...${HERE} aria-describedby="reply-words-count reply-words-wrong" aria-invalid=${wrong.words ? "true" : undefined}></textarea><//>
      <${ForTeam} editing=${editing} may=${mayKeepForTeam} type=${type} />
      <p class="reply-form__doubt ${asking ? "composer__doubts--asking" : ""}" role="status">
        ${found.length > 0 && `Looks like ${listed(found)}. Is it a caller's? A reply is kept after the talk: leave it out.`}
        ${asking && html` <strong>Not saved yet.</strong>`}</p>
      ${wrong.whole && html`<p class="field__error" role="alert">${wrong.whole}</p>`}
      <div class="actions">
        <button class="button button--small button--primary" type="submit" disabled=${busy}>${asking ? "Save it as it stands" : "Save"}</button>
        <button class="button button--small" type="button" onClick=${() => actions.dropReply()}>Leave it</button>
        <span class="muted">Nothing is sent.</span>
      </div>
    </form>`;
}

const HERE = { autocomplete: "off", spellcheck: true, writingsuggestions: "false", lang: "en-GB" };

function mistakesIn({ title, words }, most) {
  const wrong = {};
  for (const [field, text] of Object.entries({ title, words })) {
    const length = lengthOf(text.trim());
    if (!length) wrong[field] = "is empty";
    else if (length > most[field]) wrong[field] = `is ${length - most[field]} too long`;
  }
  return wrong;
}

const NAMES = { "reply-title": "The title", "reply-words": "This" };

function Field({ id, label, wrong, length, most, children }) {
  return html`
    <div class="reply-form__field">
      <label for=${id}>${label}</label>
      <span class="reply-form__count figure-text ${length > most ? "composer__count--over" : ""}" id="${id}-count">${length} / ${most.toLocaleString("en-GB")}</span>
      ${children}
      <span class="field__error" id="${id}-wrong" role="alert">${wrong && `${NAMES[id]} ${wrong}.`}</span>
    </div>`;
}

function ForTeam({ editing, may, type }) {
  if (editing.was) return html`<p class="muted">${editing.team ? "This one is the team's: everybody gets the change." : "Your own: only you see it."}</p>`;
  if (!may) return null;
  return html`
    <label class="choice"><input type="checkbox" checked=${editing.team} onChange=${({ target }) => type({ team: target.checked })} />
      For the whole team</label>`;
}
