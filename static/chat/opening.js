// Whether we are open, in words.

import { data, t } from "./page.js";

const LOCALE = data.lang === "cy" ? "cy-GB" : "en-GB";
const LONDON = { timeZone: "Europe/London" };
const DAY = new Intl.DateTimeFormat(LOCALE, { weekday: "long", day: "numeric", month: "long", ...LONDON });
const TIME = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", hour12: false, ...LONDON });
const ONE_DAY = 24 * 60 * 60 * 1000;

export const clock = (at) => TIME.format(new Date(at));

/** "today at 17:00", "tomorrow at 09:00", "on Monday 23 November at 09:00". */
export function moment(at, now = Date.now()) {
  const [day, time] = [DAY.format(new Date(at)), clock(at)];
  if (day === DAY.format(now)) return t("time_today", { time });
  if (day === DAY.format(now + ONE_DAY)) return t("time_tomorrow", { time });
  return t("time_day", { day, time });
}

const minutesOf = (seconds) => Math.max(1, Math.round(seconds / 60));

export const minutes = (seconds) =>
  minutesOf(seconds) === 1 ? t("minute") : t("minutes", { n: minutesOf(seconds) });

// Above 20 minutes in steps of five, as chat/estimates.py has it.
const roughly = (n) => (n > 20 ? Math.round(n / 5) * 5 : n);

/** "about 5 to 10 minutes"; null where there is no estimate. */
export function wait(estimate) {
  if (!estimate) return null;
  const [low, high] = [estimate.low_seconds, estimate.high_seconds].map((s) => roughly(minutesOf(s)));
  if (low < high) return t("wait_about", { low, high });
  return t("wait_under", { high: high + (high < 20 ? 1 : 5) });
}

/** The service's own answer, or null when it cannot be had. */
export async function opening() {
  try {
    const response = await fetch(data.status_url, { credentials: "omit" });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** Sentences for one answer. */
export function inWords(status) {
  if (!status) return [t("status_unknown")];
  const estimate = wait(status.estimated_wait);
  if (status.intake === "open") {
    const until = status.last_intake_at ?? status.closes_at;
    return [
      until ? t("status_open_until", { time: moment(until) }) : t("status_open"),
      estimate && t("status_wait", { wait: estimate }),
    ].filter(Boolean);
  }
  if (status.intake === "full") return [t("status_full"), t("status_full_next")];
  const opens = status.opens_at && t("status_opens", { time: moment(status.opens_at) });
  return [t(status.intake === "closing" ? "status_closing" : "status_closed"), opens].filter(Boolean);
}
