import { html, useMemo } from "../view.js";
import { Key, useDesk } from "../parts.js";
import { callerKind } from "../acts/doubting.js";
import { finderFor, listed, marksOf } from "../identifying.js";
import { blanksIn } from "../marks.js";
import { toldOf } from "./doubting.js";

/** What a person should look at before this goes out, as sentences. Looked for in this window alone. */
export function useDoubts(contact, draft) {
  const { data, state } = useDesk();
  const { items } = contact;
  const forWork = callerKind(contact, state.details[contact.contact]?.triage) === "work";
  const cards = items.filter(({ kind }) => kind === "signpost");
  const find = useMemo(() => finderFor([...(data.services ?? []), ...cards.flatMap(({ card }) => marksOf(card))]), [cards.length]);
  return useMemo(() => doubtsOf(draft, find, forWork), [draft.text, draft.prompt, find, forWork]);
}

// Somebody asks about a client who has not agreed to it.
const FOR_WORK = "leave out who the client is; this talk does without.";

function doubtsOf({ text, prompt }, find, forWork) {
  const blanks = blanksIn(text);
  const doubts = blanks.length ? [`Still to fill: ${blanks.map((blank) => blank.text).join(" ")}`] : [];
  if (prompt?.model && text.includes(prompt.words)) doubts.push("This prompt is a model: put it into the caller's own words.");
  const found = find(text);
  if (found.length) doubts.push(`Looks like ${listed(found)}: ${forWork ? FOR_WORK : "leave it out unless the caller needs it."}`);
  return doubts;
}

export function Doubts({ doubts, asking, found, box, text }) {
  const go = () => {
    const [blank] = blanksIn(text);
    box.current.focus();
    box.current.setSelectionRange(blank.start, blank.end);
  };
  return html`
    <div id="composer-doubts" class="composer__doubts ${asking ? "composer__doubts--asking" : ""}" role="status">
      ${doubts.map((doubt) => html`<span key=${doubt}>${doubt}</span>`)}
      ${blanksIn(text).length > 0 && html`<button class="button button--quiet button--small" type="button" onClick=${go}>Go to the blank<${Key}>Tab<//></button>`}
      ${found.length > 0 && html`<span class="visually-hidden">${toldOf(found, text)}</span>`}
      ${asking && html`<strong>Not sent yet.</strong>`}
    </div>`;
}
