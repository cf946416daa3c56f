// Whether we are open, in the service's own words; clock times and waits for the talk.

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

/** The service's own answer (docs/protocol.md, /status.json), or null when it cannot be had. */
export async function opening() {
  try {
    const response = await fetch(`${data.status_url}?lang=${data.lang}`, { credentials: "omit" });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** Sentences for one answer: the service wrote them, with when it opens or until when one can start. */
export function inWords(status) {
  if (!status) return [t("status_unknown")];
  return status.intake === "full" ? [status.message, t("status_full_next")] : [status.message];
}
