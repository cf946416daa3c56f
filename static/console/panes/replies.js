import { html, useEffect, useLayoutEffect, useRef, useState } from "../view.js";
import { Empty, Key, useDesk } from "../parts.js";
import { matching } from "../commands.js";
import { count } from "../words.js";
import { ReplyForm } from "./reply-form.js";

/** Saved replies over the box: found by their words, put into the box, kept, changed and deleted. */
export function Replies({ draft, close }) {
  const { state, actions } = useDesk();
  const { editing } = state.replies;
  useEffect(() => { actions.loadReplies(); }, []);
  const onKeyDown = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    close();
  };
  return html`
    <section class="replies" role="dialog" aria-label="Saved replies" onKeyDown=${onKeyDown}>
      ${editing ? html`<${ReplyForm} editing=${editing} key=${editing.id} />` : html`<${Choose} draft=${draft} close=${close} />`}
    </section>`;
}

/** Find one as you type; the arrows choose, Enter puts it into the box. */
function Choose({ draft, close }) {
  const { state, actions } = useDesk();
  const { list, status } = state.replies;
  const [typed, type] = useState("");
  const [at, go] = useState(0);
  const search = useRef();
  const rows = useRef();
  const found = matching(list.map((reply) => ({ does: `${reply.title} ${reply.words}`, reply })), typed).map(({ reply }) => reply);
  const here = Math.max(0, Math.min(at, found.length - 1));
  const chosen = found[here];
  // Before the next key arrives: what is typed behind a "/" belongs here.
  useLayoutEffect(() => search.current.focus(), []);
  useEffect(() => rows.current?.children[here]?.scrollIntoView({ block: "nearest" }), [here]);
  // The button that was pressed may be gone afterwards; the search keeps the focus in here.
  const then = (act) => { search.current.focus(); act(); };
  const onKeyDown = (event) => {
    const to = { ArrowDown: here + 1, ArrowUp: here - 1 }[event.key];
    // A second "/" is the sign itself.
    if (event.key === "/" && !typed) close("/");
    else if (event.key === "Enter" && !event.isComposing) chosen && close(chosen.words);
    else if (to === undefined || !found.length) return;
    else go((to + found.length) % found.length);
    event.preventDefault();
  };
  return html`
    <input class="replies__words" type="search" role="combobox" aria-expanded="true" aria-controls="replies-list" aria-autocomplete="list" ref=${search}
      aria-label="Search the saved replies" aria-activedescendant=${chosen ? `reply-${here}` : undefined} autocomplete="off" spellcheck=${false}
      placeholder="A word of it" value=${typed} onInput=${({ target }) => { type(target.value); go(0); }} onKeyDown=${onKeyDown} />
    <div class="replies__body">
      <ul class="replies__list" id="replies-list" role="listbox" aria-label="Saved replies" ref=${rows} hidden=${!found.length}>
        ${found.map((reply, i) => html`
          <li key=${reply.id} id="reply-${i}" role="option" aria-selected=${String(i === here)} class="replies__one"
            onClick=${() => go(i)} onDblClick=${() => close(reply.words)}>
            <span>${reply.title}</span>${reply.team && html`<span class="tag">Team</span>`}</li>`)}
      </ul>
      ${chosen ? html`<${Chosen} reply=${chosen} then=${then} put=${() => close(chosen.words)} />` : html`<${Nothing} status=${status} typed=${typed} />`}
    </div>
    <${Told} then=${then} />
    <div class="replies__foot">
      <button class="button button--small" type="button" onClick=${() => actions.editReply()}>New reply</button>
      <button class="button button--small" type="button" aria-disabled=${draft.text.trim() ? undefined : "true"}
        onClick=${() => draft.text.trim() && actions.editReply({ words: draft.text.trim() })}>Save what is in the box</button>
      <span class="replies__keys"><${Key}>↑<//> <${Key}>↓<//> <${Key}>Enter<//></span>
      <button class="button button--quiet button--small" type="button" onClick=${() => close()}>Close<${Key}>Esc<//></button>
    </div>`;
}

function Chosen({ reply, put, then }) {
  const { state, actions } = useDesk();
  const mine = !reply.team || state.replies.mayKeepForTeam;
  return html`
    <div class="replies__chosen">
      <blockquote class="replies__text" tabindex="0" aria-label="What it says">${reply.words}</blockquote>
      <div class="actions">
        <button class="button button--small button--primary" type="button" onClick=${put}>Put into the box</button>
        ${mine && html`
          <button class="button button--small" type="button" onClick=${() => actions.editReply({ was: reply })}>Change</button>
          <button class="button button--small" type="button" onClick=${() => then(() => actions.deleteReply(reply))}>Delete</button>`}
        ${!mine && html`<span class="muted">A supervisor keeps this one.</span>`}
      </div>
    </div>`;
}

function Nothing({ status, typed }) {
  const { state, actions } = useDesk();
  if (status === "error") {
    return html`<div class="notice notice--error replies__none"><p>${state.replies.why}</p>
      <button class="button button--small" type="button" onClick=${() => actions.loadReplies()}>Try again</button></div>`;
  }
  if (status !== "ready") return html`<${Empty} title="Fetching the saved replies…" />`;
  if (typed) return html`<${Empty} title="Nothing fits."><p>Try another word, or fewer.</p><//>`;
  return html`
    <${Empty} title="No saved replies yet."><p>Keep a sentence that you write often, with [square brackets] around what changes.
      It goes into the box when you choose it, and is never sent by itself.</p><//>`;
}

/** What happened last, with the way back; and how many there are. */
function Told({ then }) {
  const { state, actions } = useDesk();
  const { told, undo, list, status } = state.replies;
  return html`
    <p class="replies__told" role="status">${told || (status === "ready" && list.length > 0 ? count(list.length, "reply", "replies") : "")}
      ${undo && html` <button class="button button--quiet button--small" type="button" onClick=${() => then(actions.undoReply)}>Undo</button>`}</p>`;
}
