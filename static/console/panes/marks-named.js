import { html } from "../view.js";
import { shapeOf } from "../changes/judged.js";
import { plain } from "../words.js";
import { NotSo } from "./not-so.js";

const ORDER = ["safety", "change", "sustain", "excuse"];

/**
 * How a stretch of words is marked: below by the weightiest of its cues, above where a risk marker is heard in it, so that
 * both are seen. `lit` is the cue or the marker whose name has the focus.
 */
export function markClass(marks, lit) {
  const cues = marks.filter(({ cue }) => cue);
  const shape = ORDER.find((each) => cues.some((cue) => shapeOf(cue) === each));
  return [
    "mark",
    shape && `mark--${shape}`,
    shape && cues.every(({ judged }) => judged?.so === false) && "mark--faint",
    cues.length < marks.length && "mark--risk",
    marks.some(({ cue, marker }) => (cue ?? marker) === lit) && "mark--lit",
  ].filter(Boolean).join(" ");
}

/** The marks of a message with their names. What is not so is gone; of a danger it stays in a faint form, for whoever reads the talk next. */
export function marksOf(cues, said, data) {
  const label = (cue) => cue.label ?? data.cue_labels[cue.cue] ?? plain(cue.cue);
  return cues.map((cue, i) => ({ ...cue, label: label(cue), judged: said[i] ?? null })).filter(({ safety, judged }) => safety || judged?.so !== false);
}

/** Under the words: the risk markers that are heard in them, each once; `askAbout(id)` goes to where its question stands. */
export function NamedRisks({ risks, askAbout, light }) {
  const once = [...new Map(risks.map((risk) => [risk.marker, risk])).values()];
  if (!once.length) return null;
  return html`<p class="message__risks">Risk marker, worth asking: ${once.map(({ marker, label }) => html`
    <span class="named named--risk" key=${marker} onMouseEnter=${() => light(marker)} onMouseLeave=${() => light(null)}
      onfocusin=${() => light(marker)} onfocusout=${() => light(null)}><span class="named__name">${label}</span>
      ${askAbout && html`<button class="named__act" aria-label="How to ask: ${label}" onClick=${() => askAbout(marker)}>How to ask</button>`}</span>`)}</p>`;
}

/** Under the words: what each mark may be, each name once; `judge(cue, so)` where somebody may say yes or not so. */
export function Named({ marks, judge, light }) {
  const once = [...new Map(marks.map((mark) => [mark.cue, mark])).values()];
  if (!once.length) return null;
  return html`<p class="message__cues">May be: ${once.map((mark) => html`
    <span class="named named--${shapeOf(mark)}" key=${mark.cue} onMouseEnter=${() => light(mark.cue)} onMouseLeave=${() => light(null)}
      onfocusin=${() => light(mark.cue)} onfocusout=${() => light(null)}><${One} mark=${mark} judge=${judge} /></span>`)}</p>`;
}

function One({ mark, judge }) {
  const { cue, label, safety, judged } = mark;
  if (judged?.so === false) {
    return html`<span class="named__name named__name--faint">${label}: not so${judged.by && ` (${judged.by})`}</span>
      ${judge && html`<button class="named__act" aria-label="Undo not so: ${label}" onClick=${() => judge(cue, null)}>Undo</button>`}`;
  }
  if (judged) {
    return html`<span class="named__name"><span aria-hidden="true">✓ </span>${label}<span class="visually-hidden">, confirmed</span></span>
      ${judge && html`<button class="named__act" aria-label="Undo yes: ${label}" onClick=${() => judge(cue, null)}>Undo</button>`}`;
  }
  if (!judge) return html`<span class="named__name">${label}</span>`;
  return html`<span class="named__name">${label}</span>
    <button class="named__act" aria-label="Yes: ${label}" onClick=${() => judge(cue, true)}>Yes</button>
    <${NotSo} safety=${safety} small act=${() => judge(cue, false)} label="Not so: ${label}">Not so<//>`;
}
