// Before the first word: what this is, what stays between us, and whether we are open.

import { announce, button, data, h, show, t } from "./page.js";
import { cards } from "./cards.js";
import { inWords, opening } from "./opening.js";
import { prepareProof } from "./proof.js";

const LOOK_AGAIN = 30_000;
// The first screen comes with the page, so that it can be read before any script runs.
const first = document.getElementById("start");
const part = (name) => first.querySelector(`#start-${name}`);
let looking;
let said;

/** `comeBack()` follows for whoever has four words from last time. */
export function startScreen(begin, notice, comeBack) {
  part("opening").hidden = false;
  part("button").onclick = () => limitsScreen(begin);
  part("return").onclick = comeBack;
  part("return").hidden = false;
  const note = part("notice");
  note.hidden = !notice;
  note.textContent = notice ?? "";
  if (!first.isConnected || notice) show(first);
  look();
}

async function look() {
  clearTimeout(looking);
  const status = await opening();
  if (!first.isConnected) return;
  const words = inWords(status);
  const shut = status !== null && status.intake !== "open";
  const box = part("opening");
  box.className = `opening opening--${status ? status.intake : "unknown"}`;
  if (said !== words.join()) box.replaceChildren(...words.map((sentence) => h("p", {}, sentence)));
  said = words.join();
  part("button").hidden = shut;
  part("next").hidden = shut;
  part("lines").hidden = !shut;
  looking = setTimeout(look, LOOK_AGAIN);
}

export function limitsScreen(begin) {
  const { consent } = data;
  clearTimeout(looking);
  prepareProof();
  show(
    h(
      "section",
      {},
      h("h1", {}, consent.heading),
      h("p", { class: "lede" }, consent.intro),
      h("div", { class: "points" }, consent.points.map(({ title, text }) => [h("h2", {}, title), h("p", {}, text)])),
      h(
        "div",
        { class: "actions" },
        button(consent.agree, begin, "button--main"),
        button(consent.decline, () => declinedScreen(begin), "button--quiet"),
      ),
      h("p", { class: "soft" }, t("consent_version", { n: consent.version })),
    ),
  );
}

function declinedScreen(begin) {
  show(
    h(
      "section",
      {},
      h("h1", {}, t("declined_heading")),
      h("p", { class: "lede" }, t("declined_text")),
      h("div", { class: "actions" }, button(t("declined_back"), () => limitsScreen(begin))),
      lines(),
    ),
  );
}

/** The service refused a new contact: closed, or full. */
export function refusedScreen({ intake, opens_at }, back) {
  const [first_sentence, ...others] = inWords({ intake, opens_at });
  show(
    h(
      "section",
      {},
      h("h1", {}, t(intake === "full" ? "full_heading" : "closed_heading")),
      h("p", { class: "lede" }, intake === "full" ? t("status_full") : others.join(" ") || first_sentence),
      h("p", {}, t("closed_nothing")),
      h("div", { class: "actions" }, button(t("try_again"), back)),
      lines(),
    ),
  );
  announce(first_sentence);
}

export const lines = () => [
  h("h2", {}, t("lines_heading")),
  h("p", { class: "soft" }, t("lines_hours")),
  cards(data.lines, "h3"),
];
