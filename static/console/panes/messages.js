import { html, useEffect, useLayoutEffect, useRef } from "../view.js";
import { Empty, useDesk } from "../parts.js";
import { statusOf } from "../contact.js";
import { pieces } from "../marks.js";
import { clock, plain } from "../words.js";
import { Card } from "./card.js";

const NEAR_END = 80;

/** The words, oldest first. It follows the end only for a reader who is at the end. */
export function Messages({ contact }) {
  const box = useRef();
  const atEnd = useRef(true);
  const latest = contact.items.at(-1)?.seq ?? 0;
  const follow = () => { if (atEnd.current) box.current.scrollTop = box.current.scrollHeight; };
  useLayoutEffect(follow, [latest, contact.outbox.length, contact.typingUntil > 0]);
  // The box below grows and shrinks (blanks, wrap-up): the last words stay in sight.
  useEffect(() => {
    const watcher = new ResizeObserver(follow);
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  const watch = ({ target }) => { atEnd.current = target.scrollHeight - target.scrollTop - target.clientHeight < NEAR_END; };
  return html`
    <div class="messages" ref=${box} onScroll=${watch} tabindex="0" role="log" aria-label="Conversation with contact ${contact.slot}">
      ${!contact.items.length && !contact.outbox.length && html`
        <${Empty} title="Nothing written yet."><p>The script beside this has a first line you can put into the box.</p><//>`}
      ${contact.items.map((item) => html`<${Item} key=${item.seq} item=${item} contact=${contact} />`)}
      ${contact.outbox.map((held) => html`<${Held} key=${held.id} held=${held} contact=${contact} />`)}
      <${Typing} contact=${contact} />
    </div>`;
}

function Typing({ contact }) {
  const { now } = useDesk();
  return html`<p class="typing" aria-live="polite">${contact.typingUntil > now ? "The caller is writing…" : ""}</p>`;
}

const SPEAKERS = { caller: "Caller", handler: "You", system: "The service" };

function Item({ item, contact }) {
  const who = item.kind === "signpost" ? "handler" : item.from;
  const status = statusOf(contact, item);
  return html`
    <article class="message message--${who}">
      <p class="message__head"><span>${SPEAKERS[who]}</span> <time class="figure-text">${clock(item.at)}</time>
        ${status && html`<span class="message__status">${status}</span>`}
        ${item.prompt && html`<span class="message__prompt">from ${item.prompt}</span>`}
        ${item.agreed && html`<span class="tag tag--note">What we agreed</span>`}</p>
      ${item.kind === "signpost" ? html`<${Card} card=${item.card} />` : html`<${Words} item=${item} cues=${contact.cues[item.seq] ?? []} />`}
    </article>`;
}

function Words({ item, cues }) {
  const { data } = useDesk();
  const label = (cue) => cue.label ?? data.cue_labels[cue.cue] ?? plain(cue.cue);
  const labels = [...new Set(cues.map(label))];
  return html`
    <p class="message__body">${pieces(item.body, cues).map((piece) =>
      piece.cues.length
        ? html`<mark class=${piece.cues.some((cue) => cue.safety) ? "mark mark--safety" : "mark"} title=${piece.cues.map(label).join(", ")}>${piece.text}</mark>`
        : piece.text)}</p>
    ${labels.length > 0 && html`<p class="message__cues">May be: ${labels.join(", ")}</p>`}`;
}

function Held({ held, contact }) {
  const { state, actions } = useDesk();
  const waiting = state.link.status === "online" ? "Sending…" : "Waiting to send";
  return html`
    <article class="message message--handler message--held ${held.refused ? "message--refused" : ""}">
      <p class="message__head"><span>You</span> <time class="figure-text">${clock(held.at)}</time>
        <span class="message__status">${held.refused ? "Not sent" : waiting}</span>
        ${held.agreed && html`<span class="tag tag--note">What we agreed</span>`}</p>
      <p class="message__body">${held.body}</p>
      ${held.refused && html`
        <p class="message__why">${held.refused} <button class="button button--small" onClick=${() => actions.takeBack(contact.contact, held)}>Put it back into the box</button></p>`}
    </article>`;
}
