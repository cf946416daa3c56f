// Whether we are open, in the service's own words.

import { data, t } from "./page.js";
import { answerOf } from "./service.js";

/** The service's own answer (docs/protocol.md, /status.json), or null when it cannot be had. */
export async function opening() {
  const status = await answerOf(`${data.status_url}?lang=${data.lang}`);
  return status.error ? null : status;
}

/**
 * Sentences for one answer: the service wrote them, with when it opens or until when one can start, and the
 * charity may have one of its own while it is closed.
 */
export function inWords(status) {
  if (!status) return [t("status_unknown")];
  return [status.message, status.intake === "full" ? t("status_full_next") : status.own].filter(Boolean);
}
