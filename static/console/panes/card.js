import { html } from "../view.js";

const LINES = [
  ["phone", "Phone"], ["text", "Text"], ["email", "E-mail"], ["website", "Website"],
  ["hours", "Hours"], ["area", "Area"], ["cost", "Cost"],
];

// The address without its scheme fits a line; the whole one is on the caller's link.
const shown = (field, value) => (field === "website" ? value.replace(/^https?:\/\//, "").replace(/\/$/, "") : value);

/** A programme or helpline as the caller sees it; numbers and addresses stay plain text here. */
export function Card({ card }) {
  return html`
    <div class="service-card">
      <p class="service-card__name">${card.name}</p>
      ${card.provider && html`<p class="muted">${card.provider}</p>`}
      ${card.about && html`<p>${card.about}</p>`}
      <dl>${LINES.filter(([field]) => card[field]).map(([field, label]) => html`
        <div key=${field}><dt>${label}</dt><dd class="figure-text">${shown(field, card[field])}</dd></div>`)}</dl>
    </div>`;
}

/** What the caller would get of a directory row; the same fields as the server's card. */
export const cardOf = (row) => ({
  name: row.name, provider: row.provider, about: row.about, phone: row.phone, text: row.text, email: row.email,
  website: row.website, cost: row.cost, area: (row.areas ?? []).join(", "),
  hours: row.unconfirmed && row.hours_text && row.hours_text !== "24 hours" ? `Listed as ${row.hours_text}` : row.hours_text,
});
