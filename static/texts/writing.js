// A text for callers, saved as one writes. Nothing of it is kept in the browser.

import { saver } from "../quality/saving.js";

const form = document.getElementById("text");
const state = document.getElementById("state");
let leaving = false;

const SAID = {
  unsaved: () => "Not saved yet",
  saving: () => "Saving…",
  saved: () => `Saved in the draft at ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`,
  again: (message) => `Not saved, trying again. ${message}`,
  stopped: (message) => `Not saved. ${message}`,
};

function tell(what, message = "") {
  state.textContent = SAID[what](message);
  state.classList.toggle("writing__state--wrong", what === "again" || what === "stopped");
}

/** What the boxes say: {name: words}. */
const valuesOf = () => Object.fromEntries([...form.querySelectorAll("[data-box]")].map(({ name, value }) => [name, value]));

async function send(revision) {
  let response;
  try {
    response = await fetch(form.dataset.save, {
      method: "POST",
      credentials: "same-origin",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: JSON.stringify({ values: valuesOf(), revision }),
    });
  } catch {
    throw { code: "connection.none", message: "The server cannot be reached just now." };
  }
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  const refusal = body.error ?? { code: "request.failed", message: "You may be signed out: sign in again in another window." };
  const long = Object.entries(refusal.fields ?? {}).map(([name, text]) => `“${labelOf(name)}” ${text}.`);
  throw { code: refusal.code, message: [refusal.message, ...long].join(" ") };
}

const labelOf = (name) => form.querySelector(`label[for="box-${name.replaceAll(".", "-")}"]`)?.textContent.trim() ?? name;

const saving = saver({
  revision: Number(form.elements.revision.value),
  send: async (revision) => {
    const saved = await send(revision);
    form.elements.revision.value = saved.revision;
    return saved;
  },
  tell,
  later: (act, ms) => setTimeout(act, ms),
  drop: clearTimeout,
});

form.addEventListener("input", () => saving.changed());

// The form has the revision of the last save: one that is on its way is waited for.
form.addEventListener("submit", async (event) => {
  if (leaving || !saving.pending()) return;
  event.preventDefault();
  const { submitter } = event;
  if (!(await saving.flush())) return;
  leaving = true;
  form.requestSubmit(submitter);
});

window.addEventListener("beforeunload", (event) => {
  if (!leaving && saving.pending()) event.preventDefault();
});
