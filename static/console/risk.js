// What the answers suggest, and whether a level is less than that. Pure. The service has the last word.

const MOST_PRESSING_FIRST = ["immediate", "urgent", "elevated", "standard"];
const place = (level) => MOST_PRESSING_FIRST.indexOf(level);

/** A level that a person sets is less than what is suggested; no level, and no suggestion, are below nothing. */
export const isBelow = (level, suggested) => Boolean(level && suggested) && place(level) > place(suggested);

/** The answers have come to suggest more than the level that stands, and than what was set aside with a reason. */
export function isOvertaken(level, suggestion) {
  if (!isBelow(level?.level, suggestion?.level)) return false;
  return !level.lowered || isBelow(level.lowered.suggested, suggestion.level);
}

/** {mine, others}: the reasons for the level that is suggested, and those that suggest less. */
export function byWeight({ level, reasons }) {
  const mine = reasons.filter((reason) => reason.level === level);
  return { mine, others: reasons.filter((reason) => reason.level !== level) };
}

/** "Thoughts of suicide + Separation", or "" for what was known before anything was asked. */
export function reasonLabel({ kind, ids }, markers) {
  if (kind === "known") return "";
  return ids.map((id) => markers.find((marker) => marker.id === id)?.label ?? id).join(" + ");
}

/** How far it has been asked, and why that is a floor. */
export function askedWords({ level, not_asked }, all) {
  if (!level) return "Nothing has been asked yet: a question that nobody asked is no \"no\".";
  const asked = all - not_asked.length;
  const floor = level === "standard" ? "What they say of themselves is a floor: it may be worse." : "A \"no\" lowers nothing.";
  return asked < all ? `${asked} of ${all} asked. ${floor}` : `All ${all} asked. ${floor}`;
}
