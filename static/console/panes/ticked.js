import { html, useState } from "../view.js";
import { MOST_AT_ONCE, needsCheck, tickedOf } from "../acts/giving.js";
import { isRecorded } from "../channels.js";
import { useDesk } from "../parts.js";
import { count, refusal } from "../words.js";

/** Tick a service, to give it together with others. Enter goes to the button that gives them. */
export function Tick({ entry, contact, details }) {
  const { actions } = useDesk();
  const ticked = tickedOf(details);
  const on = ticked.some(({ id }) => id === entry.id);
  const full = !on && ticked.length >= MOST_AT_ONCE;
  const enter = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    document.querySelector(".ticked__give")?.focus();
  };
  const turn = ({ target }) => {
    if (full) target.checked = false;
    else actions.tickService(contact.contact, entry, target.checked);
  };
  return html`<label class="entry__tick" title=${full ? `${MOST_AT_ONCE} at once at most` : undefined}>
    <input type="checkbox" checked=${on} aria-disabled=${full ? "true" : undefined} onChange=${turn} onKeyDown=${enter} />
    <span class="visually-hidden">${full ? `${MOST_AT_ONCE} are ticked already: ` : "Give with others: "}${entry.name}</span></label>`;
}

/** What is ticked, at the foot of the tab: give all of it with one act. Nothing above it moves. */
export function Ticked({ contact, details, replace }) {
  const { actions } = useDesk();
  const [state, setState] = useState({ busy: false, why: "", checked: false });
  const ticked = tickedOf(details);
  if (contact.wrap_up) return null;
  const told = html`<p class="visually-hidden" role="status">${ticked.length ? `${count(ticked.length, "service")} ticked` : ""}</p>`;
  if (!ticked.length) return told;
  const unchecked = ticked.filter(needsCheck);
  const give = async () => {
    if (state.busy) return undefined;
    if (unchecked.length && !state.checked) return setState({ ...state, why: "Tick it once you have checked them." });
    setState({ ...state, busy: true, why: "" });
    try {
      await actions.giveTicked(contact.contact, { confirmed: replace });
      setState({ busy: false, why: "", checked: false });
      return document.getElementById("given-title")?.focus();
    } catch (error) {
      // One after the other, on the phone; all of them or none, in a talk.
      const none = isRecorded(contact) ? "" : " Nothing was given.";
      const named = ticked.find(({ id }) => id === error.programme);
      return setState({ ...state, busy: false, why: `${named ? `${named.name}: ` : ""}${refusal(error)}${none}` });
    }
  };
  return html`${told}
    <section class="ticked" aria-labelledby="ticked-title">
      <h3 id="ticked-title">${count(ticked.length, "service")} ticked <span class="muted">of ${MOST_AT_ONCE} at most</span></h3>
      <ul>${ticked.map((entry) => html`<li key=${entry.id}>${entry.name}
        <button class="button button--quiet button--small" onClick=${() => actions.tickService(contact.contact, entry, false)}>Untick<span class="visually-hidden"> ${entry.name}</span></button></li>`)}</ul>
      ${unchecked.length > 0 && html`<label class="choice"><input type="checkbox" checked=${state.checked}
        onChange=${({ target }) => setState({ ...state, checked: target.checked, why: "" })} />
        I have checked today: ${unchecked.map(({ name, phone }) => [name, phone?.replaceAll(" ", "\u00a0")].filter(Boolean).join(" ")).join("; ")}</label>`}
      <div class="actions"><button class="button button--primary ticked__give" aria-disabled=${state.busy ? "true" : undefined} onClick=${give}>${words(ticked.length, contact, state.busy)}</button>
        <button class="button button--quiet" onClick=${() => actions.untickAll(contact.contact)}>Untick all</button></div>
      ${state.why && html`<p class="field__error" role="alert">${state.why}</p>`}
    </section>`;
}

function words(many, contact, busy) {
  if (busy) return "One moment…";
  const these = many === 1 ? "this one" : `these ${many}`;
  if (!isRecorded(contact)) return many === 1 ? "Send this card" : `Send these ${many} cards`;
  return contact.channel === "phone" ? `I have said ${these}` : `My answer has ${these}`;
}
