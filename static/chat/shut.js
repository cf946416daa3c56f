// The service refused a new contact: closed, or full.

import { announce, button, h, show, t } from "./page.js";
import { inWords } from "./opening.js";
import { lines } from "./lines.js";

export function shutScreen({ status, back }) {
  const [first_sentence, ...others] = inWords(status);
  const full = status.intake === "full";
  show(
    h(
      "section",
      {},
      h("h1", {}, t(full ? "full_heading" : "closed_heading")),
      h("p", { class: "lede" }, full ? t("status_full") : others.join(" ") || first_sentence),
      h("p", {}, t("closed_nothing")),
      h("div", { class: "actions" }, button(t("try_again"), back)),
      lines(),
    ),
    { again: () => shutScreen({ status, back }) },
  );
  announce(first_sentence);
}
