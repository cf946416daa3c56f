import { html } from "../view.js";

const LINES = [
  ["phone", "Phone"], ["text", "Text"], ["hours", "Hours"], ["cost", "Cost"], ["whom_for", "For"], ["area", "Area"],
  ["website", "Website"], ["email", "E-mail"], ["address", "Address"], ["what_happens", "What happens"],
];
const PARTNERS = "Partners and former partners may be offered private support of their own.";

// The address without its scheme fits a line; the whole one is on the caller's link.
const shown = (field, value) => (field === "website" ? value.replace(/^https?:\/\//, "").replace(/\/$/, "") : value);

/** A programme or helpline as the caller sees it, in their language; numbers and addresses stay plain text here. */
export function Card({ card }) {
  const lang = (field) => (card.lang && !card.english?.includes(field) ? card.lang : undefined);
  return html`
    <div class="service-card">
      <p class="service-card__name" lang=${lang("name")}>${card.name}</p>
      ${card.provider && card.provider !== card.name && html`<p class="muted">${card.provider}</p>`}
      ${card.about && html`<p lang=${lang("about")}>${card.about}</p>`}
      ${card.hours_now && html`<p class="service-card__now" lang=${card.lang}>${card.hours_now}</p>`}
      <dl>${LINES.filter(([field]) => card[field]).map(([field, label]) => html`
        <div key=${field}><dt>${label}</dt><dd class="figure-text" lang=${lang(field)}>${shown(field, card[field])}</dd></div>`)}</dl>
      ${card.partners && html`<p class="muted">${PARTNERS}</p>`}
    </div>`;
}
