// The lines that anybody may ring, those open now first, and what there is to read.

import { data, h, t } from "./page.js";
import { cards } from "./cards.js";
import { answerOf } from "./service.js";

/** As they came with the page, then as they are by now: hours that were worked out grow old. */
export function lines() {
  const box = h("div", { class: "lines" });
  draw(box, data.lines.map(({ open_now, hours_now, now_until, ...held }) => held), "lines_hours");
  freshLines(box);
  return box;
}

/** Put the lines as they are now into `box`; what is there stays when they cannot be had. */
export async function freshLines(box) {
  const answer = await answerOf(`${data.lines_url}?lang=${data.lang}`);
  if (answer.lines) draw(box, answer.lines, "lines_listed");
}

function draw(box, list, hint) {
  // Only what says so is closed or unknown: the lines that came with the page stand together.
  const later = list.filter((held) => "open_now" in held && !held.open_now);
  const now = list.filter((held) => !later.includes(held));
  box.replaceChildren(
    h("h2", {}, t("lines_heading")),
    h("p", { class: "soft" }, t(hint)),
    cards(now, "h3"),
    ...(later.length ? [h("h2", {}, t("lines_later")), cards(later, "h3")] : []),
    h("p", {}, readingLink("services")),
  );
}

/** A link to a page to read: services, guide, easy, bsl or access; null where the service has none. */
export function readingLink(name) {
  const page = data.reading.find((page) => page.name === name);
  if (!page) return null;
  const frame = data.frame ? `${page.href.includes("?") ? "&" : "?"}frame=1` : "";
  return h("a", { href: page.href + frame }, page.label);
}
