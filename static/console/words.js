// The words of the console: labels, ages and refusals. No state, no DOM.

import { GONE_BESIDE, REFUSALS_BESIDE } from "./words-beside.js";

export const ABOUT = {
  own_behaviour: "Own behaviour",
  someone_else: "Someone else",
  being_hurt: "Being hurt",
  work: "Their work",
  unsure: "Not sure",
};
/** What somebody who asks because of their work would like. */
export const NEEDS = {
  safe_working: "Wants advice on safe working", interventions: "Asks what help there is", programme: "Wants to reach a programme",
  resources: "Wants training or tools", consultation: "Wants to talk a case through",
};
export const AGE_BANDS = {
  under_13: "Under 13", "13_15": "13 to 15", "16_17": "16 or 17", "18_25": "18 to 25",
  "26_40": "26 to 40", "41_60": "41 to 60", over_60: "Over 60",
};
export const GENDERS = { man: "Man", woman: "Woman", other: "Another gender" };
export const LANGUAGES = { en: "English", cy: "Welsh" };
export const RANG = {
  yes: "Rang the programme", not_yet: "Has not rung the programme yet", none_given: "Was given no programme",
};
export const UNDER_18 = new Set(["under_13", "13_15", "16_17"]);
export const AUDIENCES = { M: "Men", W: "Women", C: "Children and young people" };

/** Whom a service is for where it is not for everybody, as the directory has it under `signpost`. */
export const ONLY_FOR = {
  agency_only: "Agencies refer", professionals_only: "For workers only", court_only: "By court only", survivor_only: "For people being hurt",
};

export const INTAKE = {
  open: "Open to callers",
  closing: "Closing: no new callers, talks go on",
  full: "Full: new callers are turned away",
  closed: "Closed",
};

const ENDED_BECAUSE = {
  caller: "The caller ended the talk.",
  handler: "You ended the talk.",
  boundary: "You ended the talk, because a line was crossed.",
  caller_gone: "The caller has been gone too long; the talk was ended.",
  "hours.closed": "The service closed; the talk was ended. Finish the wrap-up.",
  left_open: "Nobody was recording any more, so it ended by itself.",
};
export const endedBecause = (reason) => ENDED_BECAUSE[reason] ?? "The talk has ended.";

const GONE_BECAUSE = {
  ...GONE_BESIDE,
  released: "went back to the front of the queue, as you asked",
  returned: "went back to the front of the queue, because it was given back or your connection was lost",
  known: "went to the front of the queue for somebody else; it does not come to you again",
  closed: "is closed and counted; for 24 hours it can be corrected, under Corrections",
  timed_out: "closed by itself: the time for its wrap-up was over",
  practice: "was practice; it is over, and its words are destroyed",
  discarded: "is thrown away; nothing of it is counted",
  away: "is no longer yours: it was given to somebody else or closed while you were not connected",
};
export const goneBecause = (reason) => GONE_BECAUSE[reason] ?? "is no longer yours";

const REFUSALS = {
  ...REFUSALS_BESIDE,
  "queue.empty": "Nobody is waiting. You need do nothing: it rings when somebody comes, if you leave the page open.",
  "offer.not_found": "This caller is not offered to you any more. Wait for the next, or take one from the list.",
  "presence.at_capacity": "You have as many contacts as you set. Finish one or raise your number.",
  "presence.wrapping_up": "Finish the wrap-up of the talk that ended first.",
  "presence.away": "You are away. Set yourself available first.",
  "presence.skill_not_yours": "That skill is not on your account. Ask an admin to add it.",
  "presence.paused": "You have a pause. Carry on earlier, if you are all right.",
  "queue.not_for_you": "You said that you know this person: somebody else takes them.",
  "boundary.warning_first": "Warn them once first: put the warning into the box and send it.",
  "presence.training": "You are practising. Finish the practice first, wrap-up included.",
  "presence.on_phone": "You are on the phone. Nobody new comes before the call has ended: end it first (Alt W).",
  "record.busy": "You are recording one already. End it first.",
  "channel.not_here": "This is a phone call or an e-mail: nothing is written or passed on here. Say it on the phone, or write your e-mail.",
  "practice.busy": "Finish the contacts you have first, wrap-up included.",
  "practice.only": "This is practice, and that is for real contacts. Go on practising, or end it first.",
  "contact.closed": "The talk has ended, so this was not sent. Finish the wrap-up.",
  "contact.not_found": "This contact is no longer yours. Open another from your list.",
  "message.too_long": "Too long, so it was not sent: a message holds 4,000 letters at most. Make it shorter.",
  "message.empty": "There was nothing to send. Write something first.",
  "signpost.unreachable": "There is no phone, text number, e-mail, website or address on record, so it cannot be sent. Choose another.",
  "signpost.unconfirmed": "Nobody has checked these details. Check the number, then confirm it here.",
  "signpost.not_for_callers": "This service cannot be given to this kind of caller. Choose another, or set the caller type under Triage.",
  "signpost.withdrawn": "This service is no longer given out, so it was not sent. Choose another from the search.",
  "card.no_contact": "An order or bail forbids contact: no time out, and nothing to say as they go. Make a plan to stay away.",
  "card.not_checked": "Ask first whether an order or bail forbids contact.",
  "card.not_for_caller": "These cards are for somebody who talks about what they do themselves. Look under Triage who it is.",
  "reply.too_many": "There are 100 saved replies, the most there can be. Delete one first.",
  "reply.not_found": "This reply is gone: it has been deleted. Choose another.",
  "connection.lost": "The connection was lost before an answer came. Look whether it happened before you try again.",
  forbidden: "Your role does not allow this, and nothing was changed. If you need it, ask your admin.",
};
/** Say a refusal ({code, message}) in the console's own words, else in the server's. */
export const refusal = (error) => REFUSALS[error?.code] ?? error?.message ?? "That did not work. Try again.";

const MINUTE = 60_000;

/** Whole minutes from `since` (ISO) to `now` (ms); never below nought, whatever the two clocks say. */
export const minutesSince = (since, now) => Math.max(0, Math.floor((now - Date.parse(since)) / MINUTE));

/** "under 1 min", "7 min", "1 h 05". */
export function age(since, now) {
  const minutes = minutesSince(since, now);
  if (minutes < 1) return "under 1 min";
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")}`;
}

/** "just now", "7 min ago". */
export const ago = (since, now) => (minutesSince(since, now) < 1 ? "just now" : `${age(since, now)} ago`);

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/London" });
/** "14:05" in UK time. */
export const clock = (at) => (at ? CLOCK.format(new Date(at)) : "");

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "Europe/London" });
/** "21 November 2026" in UK time. */
export const day = (at) => DAY.format(new Date(at));

/** "1 caller", "3 callers". */
export const count = (n, one, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;

/** Turn an id such as "partner_blame" into words when no label came with it. */
export const plain = (id) => (id ? id.charAt(0).toUpperCase() + id.slice(1).replaceAll("_", " ") : "");
