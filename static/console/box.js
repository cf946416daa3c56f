// Putting words into a text box so that the browser's own undo takes them out again, and going from blank to blank.

import { blankBeside, blanksIn, setApart } from "./marks.js";

/** Put `words` where the caret is (over what is selected), set apart from what stands beside them; the first blank in them is selected, else the caret stands behind them. */
export function putAtCaret(box, words) {
  const start = box.selectionStart;
  const put = words && setApart(words, box.value.slice(0, start), box.value.slice(box.selectionEnd));
  box.focus();
  // The one way that the browser's own undo knows of; where it is gone, the words still go in.
  if (!document.execCommand("insertText", false, put)) {
    box.setRangeText(put, box.selectionStart, box.selectionEnd, "end");
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const end = box.selectionStart;
  const blank = blanksIn(box.value).find((each) => each.start >= start && each.end <= end);
  if (blank) box.setSelectionRange(blank.start, blank.end);
}

/** Select the next blank (`step` 1) or the one before (-1); tell whether there was one. */
export function toBlank(box, step) {
  const blank = blankBeside(box.value, box.selectionStart, box.selectionEnd, step);
  if (blank) box.setSelectionRange(blank.start, blank.end);
  return Boolean(blank);
}

/** Take the keys from a box that sends now and go where they belong in the next frame: an Enter on the way sends nothing. */
export function elsewhere(then) {
  if (document.activeElement?.matches("#composer, .writing textarea")) document.activeElement.blur();
  requestAnimationFrame(then);
}

/** The message box takes the keys; where there is none, the wrap-up, or the heading over the words. */
export function toBox() {
  ["#composer", ".wrap-up h3", "#talk-title"].map((each) => document.querySelector(each)).find(Boolean)?.focus();
}

/** Where a talk has just been ended by this person: to its wrap-up, or to the heading, which hands the focus on to it. */
export function toWrapUp() {
  (document.querySelector(".wrap-up h3") ?? document.querySelector("#talk-title"))?.focus();
}

/** Under Triage, to the answer of a risk marker: how to ask stands below it. */
export const toMarker = (id) => document.querySelector(`[name="marker-${id}"]:checked`)?.focus();
