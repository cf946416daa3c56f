// What a caller should know whose browser keeps nothing for us, as in a frame on another site's page.

import { h, t } from "./page.js";

/** Say at the end of `box` that loading the page again begins anew, and what leads back. */
export function addNothingKept(box) {
  box.append(h("p", { class: "soft" }, t("kept_nothing")));
}
