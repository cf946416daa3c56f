import { html } from "../view.js";
import { Key } from "../parts.js";
import { sentenceAt } from "../collusion.js";

const AROUND = 60;

/** What may be amiss with a draft that was about to go out: a question to whoever wrote it, never a verdict. */
export function Doubting({ found, text, onUse, onBack }) {
  const [first, ...others] = found;
  const onKeyDown = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    onBack();
  };
  return html`
    <section class="doubt" aria-label="Before it goes out" onKeyDown=${onKeyDown}>
      <p class="doubt__what"><strong class="doubt__kind">${mayBe(first)}</strong><${Words} text=${text} doubt=${first} /></p>
      <p class="doubt__why">${first.why}</p>
      <div class="doubt__better"><p><span class="doubt__or">You could write</span>${first.better}</p></div>
      ${others.length > 0 && html`<p class="doubt__also">Also: ${others.map((doubt) => `${lower(doubt)} ("${wordsOf(doubt, text)}")`).join("; ")}.</p>`}
      <div class="actions doubt__acts">
        <button class="button button--small doubt__use" type="button" onClick=${onUse}>Put this in<${Key}>Alt U<//></button>
        <button class="button button--small button--quiet doubt__back" type="button" onClick=${onBack}>Go back to it<${Key}>Esc<//></button>
      </div>
    </section>`;
}

/** The same in one sentence, for whoever hears it. */
export const toldOf = (found, text) => `${mayBe(found[0])} "${wordsOf(found[0], text)}".`;

const lower = ({ label }) => `${label.charAt(0).toLowerCase()}${label.slice(1)}`;
const mayBe = (doubt) => `May be ${lower(doubt)}: `;
const wordsOf = ({ start, end }, text) => text.slice(start, end);

function Words({ text, doubt: { start, end } }) {
  const [begin, stop] = sentenceAt(text, start, end);
  const from = Math.max(begin, start - AROUND);
  const to = Math.min(stop, end + AROUND);
  return html`<q class="doubt__words">${from > begin && "… "}${text.slice(from, start)}<mark>${text.slice(start, end)}</mark>${text.slice(end, to)}${to < stop && " …"}</q>`;
}
