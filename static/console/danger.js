// What of a danger is still open when a talk ends, and how that is said. Pure. The service holds the same rule
// (chat/services/dangers.py) and has the last word when the contact is closed.

import { standing as standingDanger } from "./changes/danger.js";
import { isRefused } from "./changes/judged.js";
import { safetyLabel, eachOnce } from "./panes/safety.js";
import { isOvertaken } from "./risk.js";

const PRESSING = new Set(["immediate", "urgent"]);

/**
 * {level, suggested, not_safe_now, cues, markers, standing?} of what nobody has answered, as the service tells it; null when nothing is open.
 * What was heard before a level was set is answered by that level; "not so" answers a cue in that message alone.
 */
export function openDanger(contact, details) {
  if (contact.practice) return null;
  const judged = details?.level;
  const level = judged?.level ?? contact.level ?? null;
  const said = new Map(contact.items.map(({ seq, at }) => [seq, Date.parse(at)]));
  const since = level ? Date.parse(judged?.at ?? "") : -Infinity;
  // Where nobody knows here when the level was set, it answers all: the service knows better.
  const counts = (seq) => said.get(Number(seq)) > since;
  const cues = Object.entries(contact.cues).filter(([seq]) => counts(seq))
    .flatMap(([seq, heard]) => heard.filter(({ cue, safety }) => safety && !isRefused(contact, seq, cue)).map(({ cue }) => cue));
  const answers = details?.triage?.markers ?? {};
  const markers = contact.markers.filter((id) => (answers[id] ?? "not_asked") === "not_asked" && counts(contact.markersAt?.[id]));
  const not_safe_now = !level && contact.answers?.safe_now === false;
  const suggestion = details?.triage?.suggestion;
  const answered = level && !isOvertaken({ level, lowered: judged?.lowered }, suggestion);
  const suggested = PRESSING.has(suggestion?.level) && !answered ? suggestion.level : null;
  const standing = Boolean(standingDanger(contact));
  const open = standing || PRESSING.has(level) || suggested || not_safe_now || cues.length > 0 || markers.length > 0;
  return open ? { level, suggested, not_safe_now, cues: [...new Set(cues)], markers, ...(standing && { standing }) } : null;
}

/** What is open, in plain sentences: what was heard, and what nobody did about it. */
export function dangerWords({ level, suggested, not_safe_now, cues = [], markers = [], unreadable, standing }, data) {
  const named = (kind) => (id) => ({ kind, id });
  const found = eachOnce([...cues.map(named("cue")), ...markers.map(named("marker"))]);
  const heard = [...new Set(found.map((each) => safetyLabel(data, each).toLowerCase()))];
  const judged = level ? "no level has been set since then" : "no level is set";
  return [
    standing && "The danger that you raised still stands: nobody has closed it.",
    heard.length && `You heard: ${heard.join(", ")}.`,
    heard.length && (markers.length ? `It was not asked about, and ${judged}.` : `${judged.replace("no", "No")}.`),
    not_safe_now && "They answered that they are not safe now, and no level is set.",
    suggested && !not_safe_now && `The answers suggest ${suggested}, and ${level ? "nobody has set as much, or said why less" : "no level is set"}.`,
    PRESSING.has(level) && `The level is ${level}.`,
    unreadable && "The words cannot be opened, so nobody can tell whether they spoke of a danger.",
  ].filter(Boolean);
}
