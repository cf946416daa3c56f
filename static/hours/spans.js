// Hours of a week in minutes, and what dragging does to them. No page, no clock: plain rules.
//
// A span is { day: 0-6, start: 0-1439, end: start+15 to start+1440 }: an end over 1440 is on the next day.
// Fields are what stands in the typed form: { start: "22:00", end: "06:00", overnight: true }.

export const DAY = 1440;
export const STEP = 15;
export const MOST = 2;
const USUAL = 60;

export const snapped = (minute) => Math.round(minute / STEP) * STEP;
const within = (value, low, high) => Math.min(Math.max(value, low), high);
const two = (number) => String(number).padStart(2, "0");

/** "09:00"; with `end` the midnight at which a day ends is "24:00". */
export function clock(minute, { end = false } = {}) {
  if (end && minute === DAY) return "24:00";
  return `${two(Math.floor((minute % DAY) / 60))}:${two(minute % 60)}`;
}

/** Minutes of "9", "9:30", "09.30" or "5pm", as the service reads them; null for anything else. */
export function minutes(text) {
  const found = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/i.exec(text.trim());
  if (!found) return null;
  let hour = Number(found[1]);
  const half = (found[3] || "").toLowerCase();
  if (half && (hour < 1 || hour > 12)) return null;
  if (half) hour = (hour % 12) + (half === "pm" ? 12 : 0);
  const total = hour * 60 + Number(found[2] || 0);
  return Number(found[2] || 0) > 59 || total > DAY ? null : total;
}

/** What the typed form says for a span. */
export function fieldsOf({ start, end }) {
  return { start: clock(start), end: clock(end, { end: true }), overnight: end > DAY };
}

/** The span of three typed fields, null where they are empty or do not fit yet. */
export function spanOf(day, { start, end, overnight }) {
  const [from, typed] = [minutes(start), minutes(end)];
  if (from === null || typed === null || from === DAY) return null;
  const to = typed === 0 && from && !overnight ? DAY : typed;
  if (overnight ? to > from : to <= from) return null;
  return { day, start: from, end: overnight ? to + DAY : to };
}

export const isAllDay = ({ start, end }) => start === 0 && end === DAY;

/** A span begun by dragging from one minute of a day to another, at least a step long. */
export function added(day, from, to) {
  const [start, end] = [snapped(Math.min(from, to)), snapped(Math.max(from, to))].map((each) => within(each, 0, DAY));
  return end - start < STEP ? null : { day, start, end };
}

/** The first free hours of a day, for adding by a button: 09:00 to 17:00, or an hour that is free. */
export function free(day, spans) {
  const offers = [[540, 1020], ...Array.from({ length: 24 }, (_, hour) => [hour * 60, hour * 60 + USUAL])];
  const found = offers.map(([start, end]) => ({ day, start, end })).find((span) => !spans.some((each) => overlap(each, span)));
  return found || null;
}

/** The span moved by some minutes within its day: it keeps its length, and its start stays on the day. */
export function moved(span, by) {
  const start = within(snapped(span.start + by), 0, DAY - STEP);
  return { ...span, start, end: start + (span.end - span.start) };
}

/** The span with its start put elsewhere on its day. */
export function begun(span, at) {
  const least = Math.max(0, span.end - DAY);
  return { ...span, start: within(snapped(at), least, Math.min(span.end, DAY) - STEP) };
}

/** The span with its end put elsewhere: on its day, or on the next, at most 24 hours after its start. */
export function ended(span, at) {
  return { ...span, end: within(snapped(at), span.start + STEP, span.start + DAY) };
}

/** How many days on a row is from a span's own: 0 or 1, whichever is nearer; below Sunday is Monday. */
export function daysOn(span, row) {
  const apart = (((row - span.day) % 7) + 7) % 7;
  return apart >= 1 && apart <= 3 ? 1 : 0;
}

/** Whether two spans share a minute; the week goes on from Sunday to Monday. */
export function overlap(one, other) {
  const week = 7 * DAY;
  const [a, b] = [one, other].map(({ day, start, end }) => [day * DAY + start, day * DAY + end]);
  return [-week, 0, week].some((shift) => a[0] < b[1] + shift && b[0] + shift < a[1]);
}

/** The parts to draw: [row, from, to, isTail]; what runs past midnight has a tail on the next row. */
export function parts({ day, start, end }) {
  const first = [day, start, Math.min(end, DAY), false];
  return end > DAY ? [first, [(day + 1) % 7, 0, end - DAY, true]] : [first];
}

/** "Friday 22:00 to 06:00 the next day". */
export function words(names, { day, start, end }) {
  return `${names[day]} ${clock(start)} to ${clock(end, { end: true })}${end > DAY ? " the next day" : ""}`;
}
