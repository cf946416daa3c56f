// Something useful to read while one waits: our own guide, or that for workers, folded, on the same page, so that the place
// is kept.

import { data, h, t } from "./page.js";
import { emergency } from "./cards.js";
import { lines } from "./lines.js";
import { answerOf } from "./service.js";

/** Put the folded guide at the end of `box`; it is fetched when it is opened. `reads`: guide or workers. */
export function addReading(box, reads) {
  const inside = h("div", { class: "reading__text" }, h("p", { class: "soft" }, t("reading_loading")));
  const fold = h("details", { class: "reading" }, h("summary", {}, t("reading_offer")), inside);
  let asked = false;
  fold.addEventListener("toggle", () => {
    if (!fold.open || asked) return;
    asked = true;
    fill(inside, data[`${reads}_url`]).then((filled) => (asked = filled));
  });
  box.append(fold);
}

async function fill(inside, url) {
  const guide = await answerOf(`${url}?lang=${data.lang}`);
  inside.replaceChildren(...(guide.error ? [h("p", { role: "status" }, t("reading_failed"))] : [...guideParts(guide), lines()]));
  return !guide.error;
}

function guideParts({ heading, intro, danger, parts }) {
  return [
    h("h2", {}, heading),
    h("p", {}, intro),
    emergency(danger),
    ...parts.flatMap((part) => [
      h("h3", {}, part.heading),
      part.text ? h("p", {}, part.text) : "",
      part.points ? h("ul", {}, part.points.map((point) => h("li", {}, point))) : "",
      part.after ? h("p", {}, part.after) : "",
    ]),
  ];
}
