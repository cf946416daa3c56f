// Closed, full, or not from this network: what comes next, who is there now, something to read. Nothing to write into.

import { announce, button, h, show, t } from "./page.js";
import { inWords, opening } from "./opening.js";
import { lines, readingLink } from "./lines.js";
import { minutes } from "./times.js";

/** The service takes nobody new: `status` says at least {intake}, `back()` leads to the start. */
export async function shutScreen({ status, back }) {
  const now = (await opening()) ?? { intake: status.intake, message: "" };
  // Opened since it refused.
  if (now.open) return back();
  const [sentence, ...more] = inWords(now);
  show(
    h(
      "section",
      {},
      h("h1", {}, t(`${now.intake}_heading`)),
      h("p", { class: "lede" }, sentence),
      now.own ? more.map((own) => h("p", {}, own)) : null,
      h("p", {}, t("closed_nothing")),
      h("div", { class: "actions" }, button(t("try_again"), back)),
      lines(),
      h("p", {}, t("guide_offer"), " ", readingLink("guide")),
    ),
    { again: () => shutScreen({ status, back }) },
  );
  return announce(sentence);
}

/** No chat starts from this network for a while; nothing says why, since others may share it. */
export function blockedScreen({ back }) {
  show(
    h(
      "section",
      {},
      h("h1", {}, t("blocked_heading")),
      h("p", { class: "lede", role: "status" }, t("blocked_text")),
      h("p", {}, t("blocked_nothing")),
      h("div", { class: "actions" }, button(t("back"), back)),
      lines(),
      h("p", {}, readingLink("guide")),
    ),
    { again: () => blockedScreen({ back }) },
  );
}

/** Very much comes from this network, or came from this page: later it works, and others are there now. */
export function busyScreen({ seconds, again, back }) {
  show(
    h(
      "section",
      {},
      h("h1", {}, t("start_failed_heading")),
      h("p", { class: "problem", role: "alert" }, t("start_too_many", { minutes: minutes(seconds) })),
      h("div", { class: "actions" }, button(t("try_again"), again, "button--main"), button(t("back"), back, "button--quiet")),
      h("p", {}, t("busy_meanwhile")),
      lines(),
      h("p", {}, readingLink("guide")),
    ),
    { again: () => busyScreen({ seconds, again, back }) },
  );
}
