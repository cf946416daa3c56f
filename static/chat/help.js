// The right lines at once, for somebody in danger, being hurt, or a child. They may still go on to the chat.

import { button, data, h, show, t } from "./page.js";
import { cards, emergency } from "./cards.js";

/** `kind`: danger, being_hurt, child or watched; `next()` goes on, `back()` to the question. */
export function helpScreen(kind, way) {
  const lines = data.help[kind] ?? [];
  show(
    h(
      "section",
      { id: `help-${kind}` },
      h("h1", {}, t(`help_${kind}_heading`)),
      h("p", { class: "lede" }, t(`help_${kind}_text`)),
      // Who is hurt may be so at this moment; the question of whether all are safe comes later.
      /hurt|child/.test(kind) ? emergency(`${t("danger_heading")} ${t("danger_text")}`) : null,
      lines.length ? cards(lines, "h2") : null,
      h("p", {}, t(`help_${kind}_next`)),
      h(
        "div",
        { class: "actions" },
        button(t("help_go_on"), way.next, "button--main"),
        button(t("back"), way.back, "button--quiet"),
      ),
    ),
    { again: () => helpScreen(kind, way) },
  );
}
