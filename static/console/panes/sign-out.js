import { html, useEffect, useState } from "../view.js";
import { Confirm, useDesk } from "../parts.js";
import { bySlot } from "../store.js";
import { ABOUT, clock, count, refusal } from "../words.js";

/** What signing out does to each contact, and what is lost; the service says whether one is signed in elsewhere. */
export function SignOut({ onClose }) {
  const { state, actions } = useDesk();
  const contacts = bySlot(state);
  const [known, setKnown] = useState(null);
  const [why, say] = useState("");
  const ask = () => actions.beforeSigningOut().then((told) => { setKnown(told); say(""); }, (error) => say(refusal(error)));
  // One that comes or goes while this stands changes what will happen.
  // Once it goes, what is handed over is no news, and the service no longer answers.
  useEffect(() => { if (!state.leaving && state.link.status !== "refused") ask(); }, [contacts.map(({ contact, wrap_up }) => `${contact}${wrap_up}`).join(), state.link.status]);
  const talks = contacts.filter(({ practice, wrap_up, channel }) => !practice && !wrap_up && !channel);
  const others = contacts.filter((contact) => !talks.includes(contact));
  const rest = [...others.map((contact) => [named(contact), becomes(contact)]), ...lost(state).map((line) => ["Lost:", line])];
  const back = known?.talks > 0 && !known.elsewhere;
  const yes = back ? `Sign out and give ${known.talks === 1 ? "it" : "them"} back` : "Sign out";
  return html`
    <${Confirm} title="Sign out?" yes=${yes} no="Stay signed in" danger=${back} off=${!known || why} onYes=${() => actions.signOut(known.talks)} onNo=${onClose}>
      <div role="status">${!known && !why && html`<p class="muted">Looking what will happen…</p>`}
        ${why && html`<p class="notice notice--error">You cannot be signed out just now. ${why} Nothing has changed.
          <button class="button button--small" onClick=${ask}>Try again</button></p>`}</div>
      ${known && talks.length > 0 && html`<p>${known.elsewhere ? THERE : BACK}</p>
        <ul class="will">${talks.map((contact) => html`<li key=${contact.contact}><strong>${named(contact)}</strong></li>`)}</ul>`}
      ${rest.length > 0 && html`<ul class="will">${rest.map(([what, then]) => html`<li key=${what + then}><strong>${what}</strong> ${then}</li>`)}</ul>`}
      <p class="muted">${known && !known.elsewhere && "Nobody is given to you until you sign in again."}</p>
    <//>`;
}

const BACK = "These go back to the front of the queue at once, with the first waiting time. Their callers are told that somebody else will be with them.";
const THERE = "You are also signed in elsewhere, in another browser or at another machine. These stay with you there.";
const named = ({ slot, answers }) => `Contact ${slot}: ${ABOUT[answers?.about] ?? "not said"}`;

function becomes({ practice, closes_at, channel, wrap_up }) {
  if (channel && !wrap_up) return "It stays yours for 15 minutes, then it ends by itself, and is counted as you recorded it.";
  if (practice) return "The practice ends; its words are destroyed.";
  return `The wrap-up is not finished. It stays yours${closes_at ? `, and closes by itself at ${clock(closes_at)}` : ""}.`;
}

/** What stands on this page alone, by contact. */
export function lost({ contacts, drafts, writing }) {
  const slot = (id) => (contacts[id] ? `contact ${contacts[id].slot}` : "a talk");
  const written = (map) => Object.entries(map).filter(([, { text }]) => text.trim());
  return [
    ...written(drafts).map(([id]) => `what stands in the box of ${slot(id)}.`),
    ...Object.entries(writing).flatMap(([id, forms]) => written(forms).map(() => `a note that you are writing beside ${slot(id)}.`)),
    ...Object.values(contacts).filter(({ outbox }) => outbox.length).map(({ contact, outbox }) => `${count(outbox.length, "message")} to ${slot(contact)}, not sent yet.`),
  ];
}
