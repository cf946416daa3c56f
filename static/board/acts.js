// What a supervisor does from the board: a POST to the service, with the page's CSRF token.

const csrf = () => document.querySelector('meta[name="csrf-token"]').content;

/** Post a small form; resolves with what was done, in a sentence, and rejects with an Error that says why not. */
async function post(path, fields = {}) {
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: "application/json", "X-CSRFToken": csrf() },
      credentials: "same-origin",
      redirect: "error",
    });
  } catch {
    throw new Error("The server cannot be reached just now, or you are signed out.");
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.error?.message ?? `The server answered ${answer.status}.`);
  return body.done;
}

export const answerAlert = (alert) => post(`/supervision/alerts/${encodeURIComponent(alert)}/answer/`);
export const giveTo = (contact, to) => post(`/supervision/contacts/${encodeURIComponent(contact)}/assign/`, { to });
