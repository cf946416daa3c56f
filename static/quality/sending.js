// What a form that is saved as one writes sends, and how it keeps the number of what it saved last.

import { saver } from "./saving.js";

/** Send what is to be saved and resolve to the answer; `said(field, text)` is what is wrong with one, in words. */
export async function send(form, { token, body, said }) {
  let response;
  try {
    response = await fetch(form.dataset.save, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(body),
    });
  } catch {
    throw { code: "connection.none", message: "The server cannot be reached just now." };
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const refusal = answer.error ?? { code: "request.failed", message: "You may be signed out: sign in again in another window." };
  const fields = Object.entries(refusal.fields ?? {}).map(([name, text]) => said(name, text));
  throw { code: refusal.code, message: [refusal.message, ...fields].join(" ") };
}

/** The saving of a form whose field `revision` holds the number of the last save. */
export function savingOf(form, { sends, tell }) {
  return saver({
    revision: Number(form.elements.revision.value),
    send: async (revision) => {
      const saved = await sends(revision);
      form.elements.revision.value = saved.revision;
      return saved;
    },
    tell,
    later: (act, ms) => setTimeout(act, ms),
    drop: clearTimeout,
  });
}
