// When the line closes, as helpline/hours/wording.py says it.

import { clock } from "../console/words.js";

const DAY = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "Europe/London" });
const dayOf = (at) => DAY.format(at).replace(",", "");
const A_MINUTE = 60_000;

/** "at 17:00" today, "on Thursday 24 December at midnight" else: midnight is said of its evening. */
export function closing(at, now) {
  const moment = Date.parse(at);
  const midnight = clock(at) === "00:00";
  const day = dayOf(midnight ? moment - A_MINUTE : moment);
  const words = `at ${midnight ? "midnight" : clock(at)}`;
  return day === dayOf(now) ? words : `on ${day} ${words}`;
}
