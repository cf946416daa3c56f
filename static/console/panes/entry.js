import { html, useState } from "../view.js";
import { CHANNELS, isRecorded, spoken } from "../channels.js";
import { needsCheck } from "../acts/giving.js";
import { useDesk } from "../parts.js";
import { AUDIENCES, ONLY_FOR, clock, day, refusal } from "../words.js";
import { Card } from "./card.js";
import { CopyText } from "./copy-text.js";
import { Tick } from "./ticked.js";

/** One row of the directory; opened, it shows the card as the caller gets it, and the way to send it. */
export function Entry({ entry, contact, details, open, sent, replace, onOpen }) {
  const may = !blocked(entry) && !sent && !contact.wrap_up;
  return html`
    <li class="entry ${open ? "entry--open" : ""}">
      ${may && html`<${Tick} entry=${entry} contact=${contact} details=${details} />`}
      <button class="entry__head" aria-expanded=${String(open)} onClick=${onOpen}>
        <span class="entry__name">${entry.name}</span>
        <span class="entry__facts">${short(entry)}</span>
        ${entry.reasons?.length > 0 && html`<span class="entry__why">${entry.reasons.join(" · ")}</span>`}
        <span class="entry__tags">
          ${sent && html`<span class="tag tag--ok">Given ${clock(sent.at)}</span>`}
          ${ONLY_FOR[entry.signpost] && html`<span class="tag tag--note">${ONLY_FOR[entry.signpost]}</span>`}
          ${needsCheck(entry) && html`<span class="tag tag--warn tag--dashed">Unconfirmed</span>`}
          ${blocked(entry) && html`<span class="tag">Cannot be given</span>`}
        </span>
      </button>
      ${open && html`<${Opened} entry=${entry} contact=${contact} sent=${sent} replace=${replace} />`}
    </li>`;
}

// An unconfirmed entry can be sent once a person has checked it; every other refusal stands.
const blocked = (entry) => !entry.sendable && entry.why_not !== "signpost.unconfirmed";

function short(entry) {
  const audience = (entry.audience ?? []).map((letter) => AUDIENCES[letter] ?? letter).join(", ");
  // A number is read in one piece.
  const phone = entry.phone?.replaceAll(" ", "\u00a0");
  const provider = entry.provider === entry.name ? "" : entry.provider;
  return [provider, (entry.areas ?? []).join(", "), audience, entry.ages, phone, entry.cost].filter(Boolean).join(" · ");
}

function Opened({ entry, contact, sent, replace }) {
  return html`
    <div class="entry__body">
      <${Shown} contact=${contact} card=${entry.card} />
      <${Against} cautions=${entry.cautions_now} />
      <${StaffOnly} entry=${entry} />
      <p class="muted">${entry.last_checked ? `Last checked ${day(entry.last_checked)}.` : "Nobody has checked these details yet."}</p>
      ${blocked(entry)
        ? html`<p class="notice">${refusal({ code: entry.why_not })}</p>`
        : needsCheck(entry)
          ? html`<${Check} entry=${entry} contact=${contact} replace=${replace} />`
          : html`<${Send} entry=${entry} contact=${contact} sent=${sent} />`}
    </div>`;
}

/** What speaks against it for this caller. */
const Against = ({ cautions }) => cautions?.length > 0 && html`
  <div class="staff-only"><p class="entry__label">For this caller:</p><ul>${cautions.map((each) => html`<li key=${each}>${each}</li>`)}</ul></div>`;

/** The card as it is sent; on the phone and for an answer its plain text. */
function Shown({ contact, card }) {
  const copy = html`<${CopyText} text=${spoken(card)} />`;
  if (!isRecorded(contact)) return html`<p class="entry__label">The caller gets:</p><${Card} card=${card} />${copy}`;
  return html`<p class="entry__label">${CHANNELS[contact.channel].reads}</p><p class="read-aloud">${spoken(card, { now: contact.channel === "phone" })}</p>${copy}`;
}

const STAFF_FIELDS = [
  ["cautions", "Cautions"], ["eligibility", "Takes"], ["exclusions", "Does not take"], ["referral_routes", "How to refer"],
  ["duration", "Length"], ["hours_as_printed", "Hours as printed"],
];
const said = (value) => (Array.isArray(value) ? value.length : value);
const shown = (value) =>
  Array.isArray(value) && value.length > 1 ? html`<ul>${value.map((each) => html`<li key=${each}>${each}</li>`)}</ul>` : value;

function StaffOnly({ entry }) {
  const rows = STAFF_FIELDS.filter(([field]) => said(entry[field]));
  if (!rows.length) return null;
  return html`
    <div class="staff-only"><p class="entry__label">For you only, never sent:</p>
      <dl>${rows.map(([field, label]) => html`<div key=${field}><dt>${label}</dt><dd>${shown(entry[field])}</dd></div>`)}</dl></div>`;
}

function Check({ entry, contact, replace }) {
  const { actions } = useDesk();
  const [ticked, tick] = useState(false);
  const [why, say] = useState("");
  const confirm = async () => {
    if (!ticked) return say("Tick it once you have checked.");
    try {
      replace(await actions.api.confirmEntry(entry.id, contact.contact));
      return toWhatComesNext();
    } catch (error) {
      return say(refusal(error));
    }
  };
  return html`
    <div class="check">
      <label class="choice"><input type="checkbox" checked=${ticked} onChange=${({ target }) => { tick(target.checked); say(""); }} />
        I have checked this number today</label>
      <button class="button button--small" onClick=${confirm}>Confirm the details</button>
      ${why && html`<p class="field__error" role="alert">${why}</p>`}
    </div>`;
}

/** What was pressed is gone: the way to send the card takes the keys, unless they are elsewhere by now. */
function toWhatComesNext() {
  requestAnimationFrame(() => {
    if (document.activeElement !== document.body) return;
    const open = document.querySelector(".entry--open");
    (open?.querySelector(".entry__send") ?? open?.querySelector(".entry__head"))?.focus();
  });
}

function Send({ entry, contact, sent }) {
  const { actions } = useDesk();
  const [state, setState] = useState({ busy: false, why: "" });
  const done = Boolean(sent) || contact.wrap_up || state.busy;
  const send = async () => {
    if (done) return;
    setState({ busy: true, why: "" });
    try {
      await (isRecorded(contact) ? actions.noteSignpost : actions.signpost)(contact.contact, entry);
      setState({ busy: false, why: "" });
    } catch (error) {
      setState({ busy: false, why: refusal(error) });
    }
  };
  return html`
    <div class="actions"><button class="button button--primary entry__send" aria-disabled=${done ? "true" : undefined} onClick=${send}>
      ${sent ? `Given ${clock(sent.at)}` : state.busy ? "One moment…" : isRecorded(contact) ? CHANNELS[contact.channel].given : "Send this card"}</button>
      ${contact.wrap_up && !sent && html`<span class="muted">The talk has ended.</span>`}
      ${state.why && html`<span class="field__error" role="alert">${state.why}</span>`}</div>`;
}
