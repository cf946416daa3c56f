import { html } from "../view.js";
import { useDesk } from "../parts.js";
import { CARDS, RULERS, answerTo, cardOf, followUps, inWords } from "../rulers.js";
import { clock } from "../words.js";

/** A card of the talk as the caller sees it, in English; `short` leaves out what stands on every such card. */
export function CardShown({ name, lines = {}, forbidden, short }) {
  const { data } = useDesk();
  const words = data.talk_cards[name];
  if (RULERS.has(name)) return html`<${RulerShown} words=${words} short=${short} />`;
  const filled = Object.entries(words.lines).filter(([line]) => lines[line]);
  return html`
    <div class="service-card talk-card"><p class="service-card__name">${words.heading}</p>
      ${forbidden && html`<p><strong>${words.order}</strong></p>`}
      ${words.text && html`<p>${words.text}</p>`}
      ${words.points.length > 0 && html`<ul>${words.points.map((point) => html`<li key=${point}>${point}</li>`)}</ul>`}
      ${filled.length > 0 && html`<dl class="talk-card__lines">${filled.map(([line, label]) => html`<div key=${line}><dt>${label}</dt><dd>${lines[line]}</dd></div>`)}</dl>`}
      ${short ? html`<p class="muted">With what to take care of, and 999.</p>` : html`<ul>${words.cautions.map((caution) => html`<li key=${caution}>${caution}</li>`)}</ul><p>${words.danger}</p>`}</div>`;
}

const NUMBERS = Array.from({ length: 11 }, (_, n) => n);

/** A ruler as it stands before the caller, with its numbers; nothing in it is pressed here. */
function RulerShown({ words, short }) {
  if (short) {
    return html`<div class="service-card talk-card"><p class="service-card__name">${words.question}</p>
      <p class="muted">0: ${words.low} · 10: ${words.high}</p></div>`;
  }
  return html`
    <div class="service-card talk-card ruler-shown"><p class="service-card__name">${words.question}</p>
      <p>${words.hint}</p>
      <p class="ruler-shown__ends"><span>0: ${words.low}</span><span>10: ${words.high}</span></p>
      <ol class="ruler-shown__row" aria-label="Numbers to choose from">${NUMBERS.map((n) => html`<li key=${n}>${n}</li>`)}</ol>
      <p class="ruler-shown__skip">${words.skip}</p></div>`;
}

/** What was sent, short: the whole card unfolds. A ruler says what stands as its answer. */
export function SentCard({ contact, item, of }) {
  const answer = answerTo(contact.items, item);
  const said = RULERS.has(item.name) ? (answer ? `Answered: ${inWords(answer.value)}` : "Not answered yet") : "";
  return html`
    <article class="message message--handler">
      <p class="message__head"><span>${of ?? "You"}</span> <time class="figure-text">${clock(item.at)}</time>
        ${said && html`<span class="message__status" aria-live="off">${said}</span>`}
        ${item.lines && html`<span class="tag tag--note">What we agreed</span>`}</p>
      ${item.lines || RULERS.has(item.name)
        ? html`<${CardShown} name=${item.name} lines=${item.lines} forbidden=${item.contact_forbidden} short />`
        : html`<details class="talk-card__more"><summary>${CARDS[item.name].short}, sent as a card</summary><${CardShown} name=${item.name} /></details>`}
    </article>`;
}

/** The caller's answer; beside the one that stands, what practice asks next and where a person may record it. */
export function Answer({ contact, item }) {
  const card = cardOf(contact.items, item);
  const stands = card && answerTo(contact.items, card) === item;
  return html`
    <article class="message message--caller">
      <p class="message__head"><span>Caller</span> <time class="figure-text">${clock(item.at)}</time>
        ${card && !stands && html`<span class="message__status" aria-live="off">Changed since</span>`}</p>
      <p class="message__body"><strong>${inWords(item.value)}</strong>${card && `: ${CARDS[card.name].short.replace(", 0 to 10", "").toLowerCase()}`}</p>
      ${stands && !contact.following && html`<${Next} contact=${contact} card=${card} item=${item} />`}
    </article>`;
}

function Next({ contact, card, item }) {
  const { actions } = useDesk();
  const put = (words) => actions.putPrompt(contact.contact, { id: null, words });
  const records = card.name === "importance" && item.value !== null;
  if (contact.wrap_up && !records) return null;
  return html`
    <div class="ruler-next">
      ${!contact.wrap_up && html`<p class="ruler-next__label">You could ask:</p>
        <ul>${followUps(item.value, contact.answers?.language).map((words) => html`
          <li key=${words}><span>${words}</span> <button class="button button--small" aria-label="Put into the message box: ${words}" onClick=${() => put(words)}>Put in</button></li>`)}</ul>`}
      ${records && html`<${Record} contact=${contact} value=${item.value} />`}
    </div>`;
}

const PLACES = { readiness_before: "at the start", readiness_after: "at the end" };

/** Nothing is recorded by itself: a person says which of the two it is, or leaves it "not asked". */
function Record({ contact, value }) {
  const { state, actions } = useDesk();
  const triage = state.details[contact.contact]?.triage;
  if (!triage) return null;
  const record = (field) => actions.triage(contact.contact, { [field]: value }, `ready to change, ${PLACES[field]}`);
  return html`
    <p class="ruler-next__record">Record ${value} in triage as ready to change:
      ${Object.entries(PLACES).map(([field, place]) => html` <span key=${field}>${triage[field] === value
        ? html`<span class="tag tag--ok">${place}: recorded</span>`
        : html`<button class="button button--small" onClick=${() => record(field)}>${place}${triage[field] === null ? "" : ` (now ${triage[field]})`}</button>`}</span>`)}</p>`;
}
