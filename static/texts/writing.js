// A text for callers, saved as one writes. Nothing of it is kept in the browser.

import { savingOf, send } from "../quality/sending.js";

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

const labelOf = (name) => form.querySelector(`label[for="box-${name.replaceAll(".", "-")}"]`)?.textContent.trim() ?? name;

const saving = savingOf(form, {
  sends: (revision) => send(form, {
    token: form.elements.csrfmiddlewaretoken.value,
    body: { values: valuesOf(), revision },
    said: (field, text) => `“${labelOf(field)}” ${text}.`,
  }),
  tell,
});

form.addEventListener("input", () => saving.changed());
// Somebody may have begun to write before this was loaded.
if ([...form.querySelectorAll("[data-box]")].some((box) => box.value !== box.defaultValue)) saving.changed();

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
