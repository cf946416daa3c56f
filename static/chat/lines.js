// The lines that anybody may ring.

import { data, h, t } from "./page.js";
import { cards } from "./cards.js";

export const lines = () => [
  h("h2", {}, t("lines_heading")),
  h("p", { class: "soft" }, t("lines_hours")),
  cards(data.lines, "h3"),
];
