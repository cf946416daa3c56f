import { html, useEffect, useLayoutEffect, useRef, useState } from "../view.js";
import { Empty, memo, useDesk } from "../parts.js";
import { judgementOf } from "../changes/judged.js";
import { lastOfCaller, statusOf } from "../contact.js";
import { pieces } from "../marks.js";
import { clock, count, plain } from "../words.js";
import { Card } from "./card.js";
import { Named, NamedRisks, markClass, marksOf } from "./marks-named.js";
import { Answer, SentCard } from "./talk-cards.js";

const NEAR_END = 80;
// So many messages are on the page for a reader at the end. One goes as one comes: of a list that loses several in
// front the view sets every element that stays in anew (style, layout and paint of all of them). After a burst all go.
const AT_ONCE = 60;
const BURST = 20;

/** The words, oldest first. It follows the end only for a reader who is at the end. */
export function Messages({ contact }) {
  const { actions, data, state } = useDesk();
  const box = useRef();
  const [atEnd, setAtEnd] = useState(true);
  const { shown, hidden, showEarlier, silent } = useWindow(contact.items, atEnd, box);
  const latest = contact.items.at(-1)?.seq ?? 0;
  const seenTo = useRef(latest);
  if (atEnd) seenTo.current = latest;
  const follow = () => { if (atEnd) box.current.scrollTop = box.current.scrollHeight; };
  useLayoutEffect(follow, [latest, contact.outbox.length, contact.typingUntil > 0, atEnd]);
  // The box below grows and shrinks (blanks, wrap-up): the last words stay in sight.
  const following = useRef(follow);
  following.current = follow;
  useEffect(() => {
    const watcher = new ResizeObserver(() => following.current());
    watcher.observe(box.current);
    return () => watcher.disconnect();
  }, []);
  const watch = ({ target }) => setAtEnd(target.scrollHeight - target.scrollTop - target.clientHeight < NEAR_END);
  const news = contact.items.filter(({ seq }) => seq > seenTo.current).length;
  return html`
    <div class="messages" ref=${box} onScroll=${watch} tabindex="0" role="log" aria-live=${silent ? "off" : "polite"} aria-label=${contact.following ? `Conversation of ${contact.handler}` : `Conversation with contact ${contact.slot}`}>
      ${!contact.items.length && !contact.outbox.length && html`
        <${Empty} title=${contact.wrap_up ? "Nothing was written." : "Nothing written yet."}>${!contact.wrap_up && state.details[contact.contact]?.guidance?.current && html`<p>The script beside this has a first line you can put into the box.</p>`}<//>`}
      ${hidden > 0 && html`<p class="messages__earlier"><button class="button button--small" onClick=${showEarlier}>Show earlier messages (${hidden})</button></p>`}
      ${shown.map((item) => OF_TALK[item.kind] ? html`<${OF_TALK[item.kind]} key=${item.seq} contact=${contact} item=${item} of=${whose(contact, item)} />` : html`<${Item} key=${item.seq} item=${item} status=${contact.following ? null : statusOf(contact, item)}
        cues=${contact.cues[item.seq]} spans=${contact.spans?.[item.seq]} data=${data} of=${whose(contact, item)} ...${judging(contact, item, actions)} />`)}
      ${contact.outbox.map((held) => html`<${Held} key=${held.id} held=${held} contact=${contact} />`)}
      <${Typing} contact=${contact} />
    </div>
    ${!atEnd && html`<p class="messages__newest"><button class="button button--small" onClick=${() => { setAtEnd(true); box.current.focus(); }}>
      ${news ? `${count(news, "new message")} below` : "To the newest"}</button></p>`}`;
}

/** The talk's own cards, and the answers to them. */
const OF_TALK = { card: SentCard, answer: Answer };

/**
 * The messages that are on the page. For a reader at the end these are the last ones; for one who reads further up
 * nothing above is taken away, and what is shown earlier moves nothing that is in sight.
 */
function useWindow(items, atEnd, box) {
  const first = useRef(0);
  const grown = useRef(null);
  const [, draw] = useState(0);
  const over = items.length - first.current - AT_ONCE;
  if (atEnd && over > 0) first.current += over > BURST ? over : 1;
  useLayoutEffect(() => {
    if (grown.current === null) return;
    box.current.scrollTop += box.current.scrollHeight - grown.current;
    grown.current = null;
  });
  // Reading aloud is for what is new: the earlier ones come without a word.
  const silent = useRef(false);
  const showEarlier = () => {
    silent.current = true;
    setTimeout(() => { silent.current = false; draw((times) => times + 1); }, 1_000);
    grown.current = box.current.scrollHeight;
    first.current = Math.max(0, first.current - AT_ONCE);
    draw((times) => times + 1);
  };
  return { shown: items.slice(first.current), hidden: first.current, showEarlier, silent: silent.current };
}

function Typing({ contact }) {
  const { now } = useDesk();
  return html`<p class="typing" aria-live="polite">${contact.typingUntil > now ? "The caller is writing…" : ""}</p>`;
}

const SPEAKERS = { caller: "Caller", handler: "You", system: "The service" };

/** Who said it: `of` is whose words a handler's are when they are not one's own; a supervisor who joined is marked. */
function speaker(item, who, of) {
  if (item.supervisor) return "Supervisor";
  return (who === "handler" && of) || SPEAKERS[who];
}

/** In a talk one follows its handler's; before one got the talk, whoever had it then. */
function whose({ following, handler, taken_at }, { at }) {
  if (following) return handler;
  return Date.parse(at) < Date.parse(taken_at) ? "Earlier handler" : null;
}

const NONE = [];

/**
 * What an item needs to know of its marks: `judged` is a string, so that an item whose marks nobody judged stays as it is drawn.
 * `judge` is there where a handler may still say something: in their own talk, of what was said since they answered last;
 * `askAbout` where a marker can be answered, in their own talk while it goes on.
 */
function judging(contact, { seq, from }, actions) {
  const cues = contact.cues[seq] ?? NONE;
  if (from !== "caller" || !(cues.length || contact.spans?.[seq]?.length)) return null;
  const judged = JSON.stringify(cues.map(({ cue }) => judgementOf(contact, seq, cue)));
  const open = !contact.following && (seq > (contact.items.findLast((item) => item.from === "handler")?.seq ?? 0) || seq === lastOfCaller(contact)?.seq);
  const own = !contact.following && !contact.wrap_up;
  return { judged, contact: contact.contact, judge: open ? actions.judge : null, askAbout: own ? actions.askAboutMarker : null };
}

/** One message, drawn again only when it has changed itself: a new one leaves the others alone. */
const Item = memo(({ item, status, cues = NONE, spans = NONE, data, of, judged, judge, askAbout, contact }) => {
  // A card has no sender, unless the service itself sent it.
  const who = item.from ?? "handler";
  return html`
    <article class="message message--${who}${item.unreadable ? " message--unreadable" : ""}">
      <p class="message__head"><span>${speaker(item, who, of)}</span> <time class="figure-text">${clock(item.at)}</time>
        ${status && html`<span class="message__status">${status}</span>`}
        ${item.prompt && html`<span class="message__prompt" title=${item.prompt}>from the script</span>`}
        ${item.agreed && html`<span class="tag tag--note">What we agreed</span>`}
        ${item.unreadable && html`<span class="tag tag--error" title="What is stored of it was changed. The supervisors have been told.">Could not be read</span>`}</p>
      ${item.kind === "signpost" ? html`<${Card} card=${item.card} />` : html`<${Words} item=${item} cues=${cues} spans=${spans} data=${data} judged=${judged} askAbout=${askAbout} judge=${judge && ((cue, so) => judge(contact, { seq: item.seq, cue }, so))} />`}
    </article>`;
});

function Words({ item, cues, spans, data, judged = "[]", judge, askAbout }) {
  const [lit, light] = useState(null);
  const marks = marksOf(cues, JSON.parse(judged), data);
  const risks = spans.map((span) => ({ ...span, label: data.markers.find(({ id }) => id === span.marker)?.label ?? plain(span.marker) }));
  return html`
    <p class="message__body">${pieces(item.body, [...marks, ...risks]).map((piece) =>
      piece.cues.length
        ? html`<mark class=${markClass(piece.cues, lit)} title=${piece.cues.map(({ label }) => label).join(", ")}>${piece.text}</mark>`
        : piece.text)}</p>
    <${Named} marks=${marks} judge=${judge} light=${light} />
    <${NamedRisks} risks=${risks} askAbout=${askAbout} light=${light} />`;
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
