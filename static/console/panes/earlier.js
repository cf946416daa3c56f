import { html, useState } from "../view.js";
import { Dialog, useDesk } from "../parts.js";
import { clock, count, day, refusal } from "../words.js";
import { inWords } from "../rulers.js";
import { Card } from "./card.js";
import { CardShown } from "./talk-cards.js";

/** For a caller who came back with a code: what was said before, for as long as it exists. Nothing is kept here. */
export function Earlier({ contact }) {
  const { actions } = useDesk();
  const [shown, show] = useState(null);
  const open = async () => {
    show({ loading: true });
    try {
      show(await actions.api.loadEarlier(contact.contact));
    } catch (error) {
      show({ why: refusal(error) });
    }
  };
  return html`
    <p class="earlier"><button class="button button--small" onClick=${open}>Read the earlier conversation</button>
      <span class="muted">The caller does not see it, and may be another person. Your reading is recorded.</span></p>
    ${shown && html`<${Dialog} title="Before they came back" onClose=${() => show(null)}>
      <div class="earlier__words" tabindex="0"><${Shown} shown=${shown} /></div>
      <div class="actions"><button class="button" onClick=${() => show(null)}>Close</button></div>
    <//>`}`;
}

function Shown({ shown }) {
  if (shown.loading) return html`<p role="status">Fetching it…</p>`;
  if (shown.why) return html`<p class="field__error" role="alert">${shown.why}</p>`;
  // The row itself goes once its words are destroyed and it is counted.
  if (!shown.conversations.length) return html`<p>Its words have been destroyed.</p>`;
  return shown.conversations.map((each) => html`<${Conversation} key=${each.contact} conversation=${each} />`);
}

function Conversation({ conversation: { began_at, destroyed, events } }) {
  return html`
    <section aria-label=${day(began_at)}><h3>${day(began_at)}, ${clock(began_at)}${events.length > 0 && ` · ${count(events.length, "message")}`}</h3>
      ${destroyed && html`<p>Its words have been destroyed.</p>`}
      ${!destroyed && !events.length && html`<p>Nothing was written.</p>`}
      ${events.map((event) => html`<${Said} key=${event.seq} event=${event} />`)}
    </section>`;
}

const SHOWN = {
  message: ({ event }) => html`<p class="message__body">${event.body}</p>`,
  signpost: ({ event }) => html`<${Card} card=${event.card} />`,
  card: ({ event }) => html`<${CardShown} name=${event.name} lines=${event.lines} forbidden=${event.contact_forbidden} />`,
  answer: ({ event }) => html`<p class="message__body"><strong>${inWords(event.value)}</strong></p>`,
};
const SPEAKERS = { caller: "Caller", handler: "Handler", system: "The service" };

function Said({ event }) {
  const who = event.from ?? "handler";
  return html`
    <article class="message message--${who}">
      <p class="message__head"><span>${SPEAKERS[who]}</span> <time class="figure-text">${clock(event.at)}</time>
        ${event.agreed && html`<span class="tag tag--note">What we agreed</span>`}</p>
      <${SHOWN[event.type]} event=${event} />
    </article>`;
}
