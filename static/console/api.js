// The console's own HTTP calls: the session cookie signs them, the CSRF token guards them.

const csrf = () => document.querySelector('meta[name="csrf-token"]').content;

/** GET or POST JSON; rejects with {code, message, fields?} for every refusal and for a lost connection. */
async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { credentials: "same-origin", redirect: "manual", ...options });
  } catch {
    // Only of what would have changed something must one look whether it did.
    throw { code: options.method ? "connection.lost" : "connection.none", message: "The service cannot be reached just now. Try again in a moment." };
  }
  if (response.type === "opaqueredirect") throw { code: "signed_out", message: "You are signed out. Sign in again." };
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw body.error ?? { code: "request.failed", message: "Something went wrong on our side. Look whether it was done, then try again." };
  return body;
}

export const get = (path) => ask(path, { headers: { Accept: "application/json" } });

export const post = (path, body = {}) =>
  ask(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrf() },
    body: JSON.stringify(body),
  });

const contact = (id) => `/console/api/contacts/${encodeURIComponent(id)}/`;
const query = (values) => new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();

export const loadContact = (id) => get(contact(id));
export const loadGuidance = (id, cues) => get(`${contact(id)}guidance/?${query({ cues: cues.join(",") })}`);
export const loadPrompts = (id) => get(`${contact(id)}prompts/`);
export const loadEarlier = (id) => get(`${contact(id)}earlier/`);
export const moveScript = (id, node) => post(`${contact(id)}script/`, { node });
export const saveAddress = (id, by_hand) => post(`${contact(id)}address/`, by_hand);
export const saveTriage = (id, changes) => post(`${contact(id)}triage/`, changes);
/** `why` is {because, note} where the level is less than suggested. */
export const saveLevel = (id, level, why) => post(`${contact(id)}level/`, { level, ...why });
export const saveAnswers = (id, changes) => post(`${contact(id)}answers/`, changes);
export const noteOutcome = (id, outcome) => post(`${contact(id)}outcome/`, { outcome });
export const wrapUp = (id, outcome, because) => post(`${contact(id)}wrap-up/`, { outcome, ...(because && { because }) });
export const raiseDanger = (id) => post(`${contact(id)}danger/`, {});
export const rangEmergency = (id) => post(`${contact(id)}danger/rang/`);
export const closeDanger = (id, how) => post(`${contact(id)}danger/over/`, { how });
export const proposeBreak = (id, reason) => post(`${contact(id)}confidence/`, { reason });
/** Show that it is still you: {password} or {code}; holds for ten minutes. */
export const confirmItIsYou = (shown) => post("/console/api/confirm/", shown);
export const answerAlert = (id) => post(`/supervision/alerts/${encodeURIComponent(id)}/answer/`);
export const findServices = (wanted) => get(`/console/api/directory/?${query(wanted)}`);
export const confirmEntry = (id, contact) =>
  post(`/console/api/directory/${encodeURIComponent(id)}/confirm/?${query({ contact })}`);

/** Tell whether the session is over: the page itself then answers with a redirect or a refusal. */
export async function signedOut() {
  try {
    const response = await fetch("/console/", { method: "HEAD", credentials: "same-origin", redirect: "manual" });
    return response.type === "opaqueredirect" || response.status === 403;
  } catch {
    return false;
  }
}
