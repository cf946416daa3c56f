// Cards: a programme or a helpline, with the ways to reach it. Their numbers are links that open the
// telephone and nothing else; web pages open without telling where the caller came from.

import { h, t } from "./page.js";

const OUTSIDE = { rel: "nofollow noreferrer noopener", target: "_blank" };

const dialled = (number) => number.replace(/(?!^\+)\D/gu, "");

function row(label, value) {
  return value ? h("div", {}, h("dt", {}, label), " ", h("dd", {}, value)) : null;
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

export function card(held, heading = "h2") {
  const phone = held.phone
    ? h("a", { class: "button button--call", href: `tel:${dialled(held.phone)}` }, `${t("card_ring")} ${held.phone}`)
    : null;
  return h(
    "article",
    { class: "card" },
    h(heading, { class: "card__name" }, held.name),
    held.provider && held.provider !== held.name ? h("p", { class: "soft" }, held.provider) : null,
    held.about ? h("p", {}, held.about) : null,
    held.hours_now ? h("p", { class: "card__now" }, held.hours_now) : null,
    phone,
    h(
      "dl",
      { class: "card__facts" },
      row(t("card_hours"), held.hours_now?.includes(held.hours) ? null : held.hours),
      row(t("card_text"), held.text ? h("a", { href: `sms:${dialled(held.text)}` }, held.text) : null),
      row(t("card_website"), held.website ? website(held.website) : null),
      row(t("card_email"), held.email ? h("a", { href: `mailto:${held.email}` }, held.email) : null),
      row(t("card_area"), held.area),
      row(t("card_cost"), held.cost),
    ),
  );
}

/** A list of cards, each service once. */
export function cards(list, heading) {
  const once = new Map(list.map((held) => [held.id ?? held.name, held]));
  return h("div", { class: "cards" }, [...once.values()].map((held) => card(held, heading)));
}
