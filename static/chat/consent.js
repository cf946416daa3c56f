// What stays between us and what cannot: a screen of its own, before the first question.

import { button, data, h, show, t } from "./page.js";
import { lines, readingLink } from "./lines.js";
import { prepareProof } from "./proof.js";

/** `agreed()` goes on, `back()` leads to the first screen. */
export function consentScreen(way) {
  const { consent } = data;
  prepareProof();
  show(
    h(
      "section",
      {},
      consent.lang !== data.lang && h("p", { class: "notice" }, t("only_english")),
      h("h1", { lang: consent.lang }, consent.heading),
      h("p", { class: "lede", lang: consent.lang }, consent.intro),
      easierWays(),
      h("div", { class: "points", lang: consent.lang }, consent.points.map(({ title, text }) => [h("h2", {}, title), h("p", {}, text)])),
      h(
        "div",
        { class: "actions" },
        button(consent.agree, way.agreed, "button--main"),
        button(consent.decline, () => declinedScreen(way), "button--quiet"),
      ),
      h("p", { class: "soft" }, t("consent_version", { n: consent.version })),
    ),
    { again: () => consentScreen(way) },
  );
}

/** Easy Read and, where the service has it, British Sign Language. */
const easierWays = () =>
  h("ul", {}, ["easy", "bsl"].map(readingLink).filter(Boolean).map((link) => h("li", {}, link)));

function declinedScreen(way) {
  show(
    h(
      "section",
      {},
      h("h1", {}, t("declined_heading")),
      h("p", { class: "lede" }, t("declined_text")),
      h("div", { class: "actions" }, button(t("declined_back"), () => consentScreen(way))),
      lines(),
      h("p", {}, readingLink("guide")),
    ),
    { again: () => declinedScreen(way) },
  );
}
