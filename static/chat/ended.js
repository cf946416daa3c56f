// After the end: why, what now, the cards again, and how to leave. No words of the talk.

import { button, data, h, t } from "./page.js";
import { cards } from "./cards.js";
import { lines, readingLink } from "./lines.js";
import { leave } from "./way-out.js";

const REASONS = { caller: "ended_caller", handler: "ended_handler", caller_gone: "ended_caller_gone", "hours.closed": "ended_hours" };

export function endedScreen({ reason, message, said, unsent, cards: held, again }) {
  const closed = reason === "hours.closed";
  // At closing time the service's own last words tell the next opening.
  const why = closed && said ? said : t(REASONS[reason] ?? "ended_other");
  // At closing time the service sends its lines as cards too: each stands once, among those to ring now.
  const ringable = new Set(closed ? data.lines.map(({ id }) => id) : []);
  const own = held.filter(({ id }) => !ringable.has(id));
  return h(
    "section",
    {},
    h("h1", {}, t("ended_heading")),
    h("p", { class: "lede" }, why),
    message ? h("p", {}, message) : null,
    unsent.length ? [h("p", {}, t("ended_unsent")), unsent.map((body) => h("blockquote", { dir: "auto" }, body))] : null,
    h("p", { class: "notice notice--danger" }, t("ended_danger")),
    own.length ? [h("h2", {}, t("ended_cards")), h("p", { class: "soft" }, t("ended_cards_text")), cards(own, "h3")] : null,
    own.length && !closed ? null : lines(),
    h("p", {}, readingLink("guide")),
    h("h2", {}, t("ended_now")),
    h("p", {}, t("ended_words")),
    h(
      "div",
      { class: "actions" },
      button(t("ended_close"), () => leave({ ending: false }), "button--main"),
      button(t("ended_again"), again, "button--quiet"),
    ),
  );
}
