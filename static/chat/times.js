// Clock times, minutes and waits, in words.

import { data, t } from "./page.js";

const LOCALE = data.lang === "cy" ? "cy-GB" : "en-GB";
const TIME = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", hour12: false, timeZone: "Europe/London" });

export const clock = (at) => TIME.format(new Date(at));

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
