import { html } from "../view.js";
import { shapeOf } from "../changes/judged.js";
import { NotSo } from "./not-so.js";

const ORDER = ["safety", "change", "sustain", "excuse"];

/** How a stretch of words is marked: by the weightiest of its marks; `lit` is the cue whose name has the focus. */
export function markClass(cues, lit) {
  const faint = cues.every(({ judged }) => judged?.so === false);
  const shape = ORDER.find((each) => cues.some((cue) => shapeOf(cue) === each));
  return `mark mark--${shape} ${faint ? "mark--faint" : ""} ${cues.some(({ cue }) => cue === lit) ? "mark--lit" : ""}`;
}

/** Under the words: what each mark may be, each name once; `judge(cue, so)` where somebody may say yes or not so. */
export function Named({ marks, judge, light }) {
  const once = [...new Map(marks.map((mark) => [mark.cue, mark])).values()];
  if (!once.length) return null;
  return html`<p class="message__cues">May be: ${once.map((mark) => html`
    <span class="named named--${shapeOf(mark)}" key=${mark.cue} onMouseEnter=${() => light(mark.cue)} onMouseLeave=${() => light(null)}
      onFocusIn=${() => light(mark.cue)} onFocusOut=${() => light(null)}><${One} mark=${mark} judge=${judge} /></span>`)}</p>`;
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
