import { html, useEffect, useMemo } from "../view.js";
import { Choices, Dialog, useDesk } from "../parts.js";
import { formOf } from "../acts/talk-cards.js";
import { writingOf } from "../changes/beside.js";
import { finderFor, listed } from "../identifying.js";
import { CARDS, RULERS, isFor } from "../rulers.js";
import { CardShown } from "./talk-cards.js";

const ORDER = [{ id: "yes", label: "Yes" }, { id: "no", label: "No" }, { id: "not_asked", label: "Not asked" }];
const ASK_ORDER = "Is there any court order, bail or agreement that says no contact?";
const STAY_AWAY = "Because there is an order about contact, the plan is to stay away: no calls, no messages, no going back. Where can you be tonight so that you keep to it?";
const CHECKS = {
  time_out: {
    calm: "They will tell their partner about it on a calm day, and say when they are back.",
    silence: "It is not to punish by silence, nor to have the last word. Their partner need not agree or take part.",
    safe: "They go before it is unsafe, on foot: no driving, drink or drugs. Children have someone safe with them.",
  },
  tonight: {
    contact: "Nothing in it plans contact with somebody who has left, or whom an order protects.",
    safe: "No driving, drink or drugs in it, and nobody else has to make it work.",
  },
};

/** What the script offers to send at this node; nothing is sent before a look at it. */
export function CardsOf({ contact, node }) {
  const { state, actions } = useDesk();
  const cards = (node.does ?? []).filter((topic) => CARDS[topic]);
  if (!cards.length || contact.wrap_up || !isFor(state.details[contact.contact]?.guidance?.kind)) return null;
  return cards.map((card) => html`
    <button class="button prompt__card" key=${card} onClick=${() => actions.show({ dialog: { name: "card", contact: contact.contact, card } })}>
      ${RULERS.has(card) ? "Or let them answer with a tap…" : "Send it as a card…"}</button>`);
}

/** A look at the card as the caller gets it; before a time out or a plan, what has to be asked. */
export function SendCard({ dialog: { card }, contact, onClose }) {
  const { state, actions } = useDesk();
  const id = contact?.contact;
  const form = useForm(state, id, card);
  const find = useFinder();
  // Ended, passed on or given back meanwhile: there is nobody to send it to.
  useEffect(() => { if (!contact || contact.wrap_up) onClose(); }, [contact?.wrap_up, !contact]);
  if (!contact) return null;
  const write = (changes) => actions.writeCard(id, card, { why: "", doubted: "", ...changes });
  const send = async (event) => {
    event.preventDefault();
    if (form.busy) return undefined;
    const why = missing(card, form);
    if (why) return actions.writeCard(id, card, { why });
    const doubt = doubtOf(form, find);
    if (doubt && form.doubted !== doubt) return actions.writeCard(id, card, { doubted: doubt });
    return (await actions.sendCard(id, card, sent(card, form))) && onClose();
  };
  const stopped = card === "time_out" && form.forbidden;
  return html`
    <${Dialog} title="${CARDS[card].title}" kind=${RULERS.has(card) ? undefined : "wide"} onClose=${onClose}>
      <form class="send-card" onSubmit=${send}>
        <div class="send-card__parts">
          ${!RULERS.has(card) && html`<div><${Order} card=${card} contact=${contact} form=${form} write=${write} onClose=${onClose} />
            ${!stopped && html`<${Lines} card=${card} form=${form} write=${write} /><${Checks} card=${card} form=${form} write=${write} />`}</div>`}
          ${!stopped && html`<div><p class="entry__label">The caller gets${contact.answers?.language === "cy" ? " this in Welsh" : ""}:</p><${CardShown} name=${card} lines=${linesOf(form)} forbidden=${form.forbidden} />
            ${RULERS.has(card) && html`<p class="muted">They answer with a tap, or rather not say, and can change it until you go on. You see it at once.</p>`}</div>`}
        </div>
        <div role="alert">${form.why && html`<p class="notice notice--error">${form.why}</p>`}
          ${form.doubted && html`<p class="notice notice--warning">${form.doubted} <strong>Not sent yet.</strong></p>`}</div>
        <div class="actions">
          ${!stopped && html`<button class="button button--primary" type="submit" aria-disabled=${form.busy ? "true" : undefined}>${sendLabel(form, state)}</button>`}
          <button class="button" type="button" onClick=${onClose}>${form.busy || stopped ? "Close" : "Cancel"}</button></div>
      </form>
    <//>`;
}

/** {order, lines, ticked, busy, why, doubted} as they are being filled, and what triage knows of an order. */
function useForm(state, id, card) {
  const held = writingOf(state, id, formOf(card));
  const recorded = state.details[id]?.triage?.markers?.order_breach === "yes";
  const order = recorded ? "yes" : held.order;
  return { lines: {}, ticked: {}, ...held, order, recorded, forbidden: order === "yes" };
}

function useFinder() {
  const { data } = useDesk();
  return useMemo(() => finderFor(data.services ?? []), []);
}

/** The lines that go out: what to say as they go is contact, and in no plan where that is forbidden. */
const linesOf = ({ lines, forbidden }) =>
  Object.fromEntries(Object.entries(lines).filter(([line, words]) => words.trim() && !(forbidden && line === "say")));

function missing(card, form) {
  if (RULERS.has(card)) return "";
  if (form.order !== "yes" && form.order !== "no") return "Ask first whether an order or bail forbids contact.";
  if (card === "tonight" && !Object.keys(linesOf(form)).length) return "Write at least one line of the plan.";
  return Object.keys(CHECKS[card]).every((check) => form.ticked[check]) ? "" : "Tick what you have gone through with the caller.";
}

function doubtOf(form, find) {
  const found = find(Object.values(linesOf(form)).join("\n"));
  return found.length ? `Looks like ${listed(found)}: leave it out unless the caller needs it.` : "";
}

const sent = (card, form) => ({
  ...(!RULERS.has(card) && { contactForbidden: form.forbidden }),
  ...(card === "tonight" && { lines: linesOf(form) }),
});

function sendLabel({ busy, doubted }, state) {
  if (busy) return state.link.status === "online" ? "Sending…" : "Waiting to send";
  return doubted ? "Send it as it stands" : "Send to the caller";
}

function Order({ card, contact, form, write, onClose }) {
  const { actions } = useDesk();
  const put = (words) => { onClose(); actions.putPrompt(contact.contact, { id: null, words }); };
  const inBox = (words) => html`<button class="button button--small" type="button" onClick=${() => put(words)}>Put into the message box</button>`;
  if (form.recorded) return html`<${Forbidden} card=${card} contact=${contact} why="Triage says that an order or bail was broken." inBox=${inBox} />`;
  return html`
    <${Choices} name="card-order" legend="Is there an order or bail that forbids contact?" options=${ORDER} value=${form.order} onPick=${(order) => write({ order })} />
    <div role="status">
      ${form.order === "not_asked" && html`<p class="notice notice--warning">Ask first: “${ASK_ORDER}” ${inBox(ASK_ORDER)}</p>`}
      ${form.forbidden && html`<${Forbidden} card=${card} contact=${contact} why="" inBox=${inBox} />`}</div>`;
}

/** Why a time out is not sent, and what to say instead; a plan goes, and says first to stay away. */
function Forbidden({ card, contact, why, inBox }) {
  const { actions } = useDesk();
  if (card === "tonight") return html`<p class="notice notice--warning">${why} The card says first to keep to it, and holds nothing to say to the other person.</p>`;
  return html`
    <div class="notice notice--error"><p>${why} <strong>A time out is not sent:</strong> to say “I will be back” is contact. The plan is to stay away.</p>
      <p>Say instead: “${STAY_AWAY}”</p>
      <div class="actions">${inBox(STAY_AWAY)}<button class="button button--small" type="button"
        onClick=${() => actions.show({ dialog: { name: "card", contact: contact.contact, card: "tonight" } })}>Make a plan for tonight</button></div></div>`;
}

function Lines({ card, form, write }) {
  const { data } = useDesk();
  const labels = Object.entries(data.talk_cards[card].lines);
  if (!labels.length) return null;
  const set = (line) => ({ target }) => {
    const lines = { ...form.lines, [line]: target.value };
    // Kept beside the queue like any other writing, should the contact close by itself.
    write({ lines, text: Object.values(lines).filter(Boolean).join("\n") });
  };
  return html`
    <fieldset class="send-card__lines" disabled=${form.busy}><legend>What you two agreed, in the caller's words. Leave out what does not apply.</legend>
      ${labels.filter(([line]) => !(form.forbidden && line === "say")).map(([line, label]) => html`
        <label key=${line}>${label}<input type="text" maxlength="200" autocomplete="off" spellcheck writingsuggestions="false" value=${form.lines[line] ?? ""} onInput=${set(line)} /></label>`)}
    </fieldset>`;
}

function Checks({ card, form, write }) {
  const tick = (check) => ({ target }) => write({ ticked: { ...form.ticked, [check]: target.checked } });
  return html`
    <fieldset class="choices send-card__checks" disabled=${form.busy}><legend>You have gone through this with them:</legend>
      ${Object.entries(CHECKS[card]).map(([check, words]) => html`
        <label class="choice" key=${check}><input type="checkbox" checked=${Boolean(form.ticked[check])} onChange=${tick(check)} /> <span>${words}</span></label>`)}
    </fieldset>`;
}
