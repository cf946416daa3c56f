// Whether we are open, in the service's own words.

import { data, t } from "./page.js";

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
