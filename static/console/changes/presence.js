// How a handler is set, and what is said about it in words. Pure.

import { clock, count } from "../words.js";

/** Why somebody is on a break; supervisors see it, callers never. */
export const BREAKS = {
  rest: "Rest", meal: "Meal", supervision: "Supervision", debrief: "Debrief", training: "Training", other: "Other work",
};

export const SERVER = {
  // The seconds left count from now: this computer's clock may be wrong.
  presence: (state, { type, ...presence }) => ({
    ...state, presence: presence.asked ? { ...presence, asked: { ...presence.asked, ends: Date.now() + presence.asked.seconds_left * 1_000 } } : presence,
  }),
};

/** The presence as it will be once the service has taken these changes; what the service had set for them is over. */
export function wanted(presence, changes) {
  const now = { ...presence, away_because: null, asked: null, ...changes };
  const break_reason = now.available ? null : changes.break_reason ?? null;
  const state = now.available ? (now.wrapping_up ? "wrapping_up" : "available") : break_reason ? "break" : "away";
  return { ...now, break_reason, state };
}

/** "Available", "Break: Meal", "Wrapping up", "Away"; `pause` is until when nobody comes, 0 for none. */
export function stateWords({ available, break_reason, wrapping_up }, pause = 0) {
  if (available && pause) return wrapping_up ? "Wrapping up, then a pause" : "Available, in a pause";
  if (available) return wrapping_up ? "Wrapping up" : "Available";
  return break_reason ? `Break: ${BREAKS[break_reason] ?? "Other work"}` : "Away";
}

const AWAY = {
  idle: "You were asked whether you are there, and there was no answer: you were set away.",
  missed: "Two callers who were offered to you got no answer: you were set away.",
  held_back: "You were set away: nobody new comes to you until a date is in order.",
  dropped: "Your connection was gone for 45 seconds: your talks went back to the queue, and you were set away.",
};

/** Who stands under "Mine" and counts for nothing: "a practice talk", "a test contact", "" for nobody. */
export function practised(contacts) {
  const found = Object.values(contacts).find(({ practice }) => practice);
  if (!found) return "";
  return found.test ? "a test contact" : "a practice talk";
}

/** What it means just now, in one or two sentences; `pause` as above, `beside` as `practised` says it. */
export function presenceWords({ available, open, capacity, wrapping_up, away_because, training, on_phone }, pause = 0, beside = "") {
  const mine = [open && count(open, "conversation"), beside].filter(Boolean).join(" and ");
  const has = mine && `You have ${mine}.`;
  if (training) return `You ${beside ? `have ${beside}` : "are practising"}: no caller comes to you until it ends.`;
  if (on_phone) return `You are on the phone: nobody new comes before the call has ended.${open > 1 ? ` You have ${count(open - 1, "conversation")} beside it.` : ""}`;
  if (!available) return [AWAY[away_because] ?? "", open ? `You still have ${count(open, "conversation")}.` : "Nobody comes to you."].filter(Boolean).join(" ");
  if (pause) return `${has} Nobody comes to you until ${clock(pause)}${wrapping_up ? "; finish the wrap-up meanwhile" : ""}.`.trim();
  if (wrapping_up) return `${has} Finish the wrap-up, then the next caller can come.`.trim();
  if (open > capacity) return `You have ${count(open, "conversation")}, more than the ${capacity} that you set. They stay; somebody new comes once you have ${capacity > 1 ? `fewer than ${capacity}` : "none"}.`;
  if (open === capacity) return `${has} That is as many as you set.`;
  const room = `${open ? "There is room for" : "Up to"} ${open ? `${capacity - open} more` : count(capacity, "caller")}`;
  return open ? `${has} ${room}.` : `${has || "You have nobody."} ${room} can come.`;
}

/** Which skills are on for today, by id. */
export const skillsOn = (presence) => (presence.skills ?? []).filter(({ on }) => on).map(({ id }) => id);

/** "All skills on", "Skills: 2 of 3 on today". */
export function skillWords(skills) {
  const on = skills.filter((skill) => skill.on).length;
  return on === skills.length ? `${count(on, "skill")} on` : `${on} of ${count(skills.length, "skill")} on today`;
}

