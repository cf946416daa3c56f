// Somebody who asks because of their work is told once, before the next question, to leave out who it is about.
// It is part of the limits of confidentiality, and has their version. It comes with the third file, and so do the texts of
// what a worker is asked.

import { button, data, h, show, t } from "./page.js";
import { readingLink } from "./lines.js";

/** `next()` goes on, `back()` to the question. */
export function namelessScreen(way) {
  const { work } = data;
  show(
    h(
      "section",
      { id: "nameless" },
      h("h1", {}, work.heading),
      h("p", { class: "lede" }, work.intro),
      h("ul", {}, work.points.map((point) => h("li", {}, point))),
      h(
        "div",
        { class: "actions" },
        button(work.agree, way.next, "button--main"),
        button(t("back"), way.back, "button--quiet"),
      ),
      h("p", {}, t("work_read"), " ", readingLink("workers")),
      h("p", { class: "soft" }, t("consent_version", { n: data.consent.version })),
    ),
    { again: () => namelessScreen(way) },
  );
}
