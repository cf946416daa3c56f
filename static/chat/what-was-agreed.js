// What the caller agreed to, to be read again in the talk: the version of then, whatever is in force by now.

import { data, h, t } from "./page.js";
import { answerOf } from "./service.js";

/** Put it folded at the end of `box`; it is fetched when it is opened. */
export function addAgreed(box, number) {
  const inside = h("div", { class: "reading__text" }, h("p", { class: "soft" }, t("reading_loading")));
  const fold = h("details", { class: "reading" }, h("summary", {}, t("agreed_offer")), inside);
  let asked = false;
  fold.addEventListener("toggle", async () => {
    if (!fold.open || asked) return;
    asked = true;
    const text = await answerOf(`/chat/agreed/${number}.json?lang=${data.lang}`);
    asked = !text.error;
    inside.replaceChildren(...(asked ? told(text) : [h("p", { role: "status" }, t("reading_failed"))]));
  });
  box.append(fold);
}

const told = ({ version, lang, heading, intro, points }) => [
  lang !== data.lang && h("p", {}, t("only_english")),
  h("div", { lang }, h("h2", {}, heading), h("p", {}, intro), points.map(({ title, text }) => [h("h3", {}, title), h("p", {}, text)])),
  h("p", { class: "soft" }, t("consent_version", { n: version })),
].filter(Boolean);
