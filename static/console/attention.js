// What wants this handler now: what rings until somebody acts, and what is counted in the title. No DOM.

import { pausedUntil } from "./changes/boundaries.js";
import { givenToMe } from "./changes/given.js";
import { unread } from "./contact.js";

const SOMEBODY = "Someone is waiting";
const rings = [
  { howMany: waitingForMe, says: SOMEBODY }, { howMany: offeredToMe, says: SOMEBODY },
  { howMany: givenToMe, says: "A caller was given to you" },
];

/**
 * Let something else ring as well: `howMany(state)` tells how many of it want an answer at this moment, `says` is what
 * a notice of the desktop says of it, never a word of a talk.
 */
export const ringFor = (howMany, says = SOMEBODY) => rings.push({ howMany, says });

/** How many want an answer that only a person gives: nought is silence, at once. */
export const ringing = (state) => rings.reduce((sum, { howMany }) => sum + howMany(state), 0);

/** What notices say of all that rings now, each once. */
export const called = (state) => [...new Set(rings.filter(({ howMany }) => howMany(state) > 0).map(({ says }) => says))];

/** Who waits and could be taken here: connected, available, room left; nobody whose page is away or who is offered to somebody. */
function waitingForMe({ link, presence, queue }) {
  if (link.status !== "online" || !queue || !presence?.available || presence.on_phone || presence.wrapping_up || presence.open >= presence.capacity || pausedUntil(presence, Date.now())) return 0;
  const unseen = Math.max(0, waitingCount(queue) - queue.waiting.length);
  const forOthers = new Set(queue.not_for_you);
  return unseen + queue.waiting.filter(({ contact, caller, offered }) => caller !== "away" && !offered && !forOthers.has(contact)).length;
}

function offeredToMe({ link, offer }) {
  return offer && link.status === "online" ? 1 : 0;
}

/** How many wait in all; the server names the first of a long queue and counts the rest. */
export const waitingCount = (queue) => queue?.count ?? queue?.waiting.length ?? 0;

/** What the title counts: who rings, and each own contact with something unread. */
export const wanted = (state) => ringing(state) + Object.values(state.contacts).filter((contact) => unread(contact) > 0).length;

/** Own contacts in which the caller has written since `before`, while connected and not before the person's eyes. */
export function newsSince(before, state, looking) {
  // What comes right after hello was said before: it is counted, not rung for.
  if (before.link.status !== "online" || state.link.status !== "online") return [];
  return Object.values(state.contacts).filter((contact) => {
    const old = before.contacts[contact.contact];
    const isOpen = looking && state.selected === contact.contact;
    return old && old !== contact && !isOpen && lastSeq(contact) > lastSeq(old) && unread(contact) > 0;
  });
}

const lastSeq = ({ items }) => items.findLast(({ from }) => from === "caller")?.seq ?? 0;
