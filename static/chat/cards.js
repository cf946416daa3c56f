// Cards: a programme or a helpline, with the ways to reach it. Their numbers are links that open the
// telephone and nothing else; web pages open without telling where the caller came from.

import { button, data, h, t } from "./page.js";

const OUTSIDE = { rel: "nofollow noreferrer noopener", target: "_blank" };
// Everybody knows it, and nobody needs it on paper.
const EMERGENCY = "999";

/** To ring 999 by one press, below words of what for. */
export const emergency = (words) =>
  h("div", { class: "notice notice--danger" }, h("p", {}, words), h("a", { class: "button button--call", href: `tel:${EMERGENCY}` }, t("danger_call")));

const dialled = (number) => number.replace(/(?!^\+)\D/gu, "");

/** The language of one text of a card, as an attribute where it is not the page's. */
function spoken(held, field) {
  const lang = held.lang && !held.english?.includes(field) ? held.lang : "en";
  return lang === data.lang ? null : lang;
}

function row(label, value, lang = null) {
  return value ? h("div", {}, h("dt", {}, label), " ", h("dd", { lang }, value)) : null;
}

function website(address) {
  let url;
  try {
    url = new URL(address.includes("://") ? address : `https://${address}`);
  } catch {
    return address;
  }
  if (!["https:", "http:"].includes(url.protocol) || url.username || url.password) return address;
  return h("a", { href: url.href, ...OUTSIDE }, address.replace(/^https?:\/\//, "").replace(/\/$/, ""));
}

/** Whether it is open, for as long as that is known. */
function nowLine(held) {
  const left = held.now_until ? Date.parse(held.now_until) - Date.now() : Infinity;
  if (!held.hours_now || left <= 0) return null;
  const line = h("p", { class: "card__now", lang: held.lang && held.lang !== data.lang ? held.lang : null }, held.hours_now);
  if (left < Infinity) setTimeout(() => line.remove(), left);
  return line;
}

/** A button that shows the number as plain text and copies it; nothing where there is no number. */
function copying(held) {
  if (!(held.phone || held.text) || held.phone === EMERGENCY) return null;
  const box = h("div", { class: "card__copied", role: "status" });
  const copy = async () => {
    try {
      const { showCopy } = await import("./copying.js");
      await showCopy(box, held);
    } catch {
      // Without the line the number still stands above, to be selected by hand.
    }
  };
  return [button(t("card_copy"), copy, "button--quiet button--small card__copy"), box];
}

/** `copies`: with the way to copy it. */
export function card(held, heading = "h2", { copies = false } = {}) {
  const lang = (field) => spoken(held, field);
  const now = nowLine(held);
  const phone = held.phone
    ? h("a", { class: "button button--call", href: `tel:${dialled(held.phone)}` }, `${t("card_ring")} ${held.phone}`)
    : null;
  return h(
    "article",
    { class: "card" },
    h(heading, { class: "card__name", lang: lang("name") }, held.name),
    held.provider && held.provider !== held.name ? h("p", { class: "soft", lang: lang("provider") }, held.provider) : null,
    held.about ? h("p", { lang: lang("about") }, held.about) : null,
    now,
    phone,
    h(
      "dl",
      { class: "card__facts" },
      row(t("card_text"), held.text ? h("a", { href: `sms:${dialled(held.text)}` }, held.text) : null),
      row(t("card_hours"), now && held.hours_now.includes(held.hours) ? null : held.hours, lang("hours")),
      row(t("card_cost"), held.cost, lang("cost")),
      row(t("card_for"), held.whom_for, lang("whom_for")),
      row(t("card_area"), held.area, lang("area")),
      row(t("card_website"), held.website ? website(held.website) : null),
      row(t("card_email"), held.email ? h("a", { href: `mailto:${held.email}` }, held.email) : null),
      row(t("card_address"), held.address),
    ),
    held.what_happens
      ? h("p", {}, h("strong", {}, `${t("card_happens")}: `), h("span", { lang: lang("what_happens") }, held.what_happens))
      : null,
    held.partners ? h("p", { class: "soft" }, t("card_partners")) : null,
    copies ? copying(held) : null,
  );
}

/** A list of cards, each service once. */
export function cards(list, heading, options) {
  const once = new Map(list.map((held) => [held.id ?? held.name, held]));
  return h("div", { class: "cards" }, [...once.values()].map((held) => card(held, heading, options)));
}
