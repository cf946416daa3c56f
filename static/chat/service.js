// Asking the service over plain HTTP: no cookie, nothing kept, and one shape for what went wrong.

/**
 * What the service answers, as it stands in docs/protocol.md; {error: {code: "unreachable"}} when it cannot be
 * reached. With a `body` (an object, or null for none) it is a POST; `token` opens a contact.
 */
export async function answerOf(url, { body, token } = {}) {
  const headers = {};
  if (body) headers["Content-Type"] = "application/json";
  if (token) headers.Authorization = `Bearer ${token}`;
  const method = body === undefined ? "GET" : "POST";
  try {
    const response = await fetch(url, { method, headers, body: body && JSON.stringify(body), cache: "no-store", credentials: "omit" });
    return await response.json();
  } catch {
    return { error: { code: "unreachable" } };
  }
}
