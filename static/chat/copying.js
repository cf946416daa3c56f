// A card as plain text that may be left on a telephone which others read: the number and the hours, and of the
// name its first letter. No name, no provider, no website, no text: each may say what it is about.

import { h, t } from "./page.js";

/** Hours stand in it where they were worked out, never as somebody wrote them. */
export const safeText = ({ name, phone, text, hours, opening }) =>
  [[...name.trim()][0].toUpperCase(), phone, text && `${t("card_text")} ${text}`, opening && hours].filter(Boolean).join("\n");

/** Show the text in `box`, selected, and copy it where the browser lets us. */
export async function showCopy(box, held) {
  const words = safeText(held);
  const text = h("pre", { class: "card__plain", tabindex: "0" }, words);
  const told = h("p", {}, t("copied_select"));
  box.replaceChildren(told, text, h("p", { class: "soft" }, t("copied_care")));
  getSelection().selectAllChildren(text);
  try {
    await navigator.clipboard.writeText(words);
    told.textContent = t("copied");
  } catch {
    // It stands there, selected, and is copied by hand.
  }
}
