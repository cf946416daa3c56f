// The review of a talk: saved as one goes, scored by keys, undone; nothing of it is kept in the browser.

import { bodyOf, history } from "./saving.js";
import { savingOf, send } from "./sending.js";

const form = document.getElementById("review");
const state = document.getElementById("state");
const undo = document.getElementById("undo");
const criteria = [...form.querySelectorAll(".criterion")];
const past = history();
const scores = new Map();
let leaving = false;

const SAID = {
  unsaved: () => "Not saved yet",
  saving: () => "Saving…",
  saved: () => `Saved ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}`,
  again: (message) => `Not saved, trying again. ${message}`,
  stopped: (message) => `Not saved. ${message}`,
};

function tell(what, message = "") {
  const said = SAID[what](message);
  if (state.textContent !== said) state.textContent = said;
  state.classList.toggle("review__state--wrong", what === "again" || what === "stopped");
}

const saving = savingOf(form, {
  sends: (revision) => send(form, {
    token: document.querySelector('meta[name="csrf-token"]').content,
    body: bodyOf(new FormData(form), revision),
    said: (field, text) => `${field.replace("_", " ")} ${text}`,
  }),
  tell,
});

const nameOf = (criterion) => `score_${criterion.dataset.criterion}`;
const chosen = (criterion) => criterion.querySelector("input:checked")?.value ?? "";

function show(name, value) {
  for (const input of form.querySelectorAll(`input[name="${name}"]`)) input.checked = input.value === value;
  scores.set(name, value);
}

function noted() {
  undo.hidden = past.size() === 0;
  saving.changed();
}

function score(criterion, value) {
  const input = criterion.querySelector(`input[value="${value}"]`);
  if (!input) return;
  if (chosen(criterion) !== value) {
    past.before(nameOf(criterion), chosen(criterion));
    show(nameOf(criterion), value);
    noted();
  }
  input.focus();
}

function takeBack() {
  const last = past.undo();
  if (!last) return;
  show(...last);
  noted();
  form.querySelector(`input[name="${last[0]}"]`)?.focus();
}

function step(by) {
  const at = criteria.findIndex((each) => each.contains(document.activeElement));
  const next = criteria[Math.min(Math.max(at + by, 0), criteria.length - 1)];
  (next.querySelector("input:checked") ?? next.querySelector("input")).focus();
  next.scrollIntoView({ block: "nearest" });
}

for (const criterion of criteria) scores.set(nameOf(criterion), chosen(criterion));

form.addEventListener("input", (event) => {
  const { name, value, type } = event.target;
  if (type === "radio") {
    past.before(name, scores.get(name) ?? "");
    scores.set(name, value);
  }
  noted();
});

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("textarea, select, input:not([type=radio])");
  if (typing || event.altKey) return;
  if (event.ctrlKey || event.metaKey) {
    if (event.key.toLowerCase() === "z") {
      event.preventDefault();
      takeBack();
    }
    return;
  }
  const key = event.key.toLowerCase();
  const criterion = event.target.closest(".criterion");
  if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
  else if (criterion && ["0", "1", "2"].includes(key)) score(criterion, key);
  else if (criterion && key === "x") score(criterion, "na");
  else return;
  event.preventDefault();
});

undo.addEventListener("click", takeBack);
// What is written last is saved before the form goes: two at once would be told of as two windows.
form.addEventListener("submit", async (event) => {
  if (leaving) return event.preventDefault();
  leaving = true;
  if (!saving.pending()) return;
  event.preventDefault();
  leaving = false;
  if (await saving.flush()) form.requestSubmit(event.submitter);
});
addEventListener("beforeunload", (event) => {
  if (saving.pending() && !leaving) event.preventDefault();
});
addEventListener("pageshow", (event) => event.persisted && location.reload());
document.addEventListener("visibilitychange", () => document.hidden && saving.now());
document.querySelector(".review__keys").hidden = false;
