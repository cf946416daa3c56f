// The hours page: the bars over the typed form. Without this module the form is typed and works alone.

import { drawBars } from "./bars.js";
import { typedWeek } from "./typed.js";

const panel = document.getElementById("bars");
const form = document.getElementById("week-form");
const told = document.getElementById("bars-told");
const tracks = [...panel.querySelectorAll("[data-track]")];
const tell = (words) => { if (told.textContent !== words) told.textContent = words; };

panel.hidden = false;
const bars = drawBars({ typed: typedWeek(form), tracks, tell, undoButton: document.getElementById("bars-undo"), removeButton: document.getElementById("bars-remove") });
form.addEventListener("input", () => bars.draw());
form.addEventListener("change", () => bars.draw());
for (const button of panel.querySelectorAll("[data-add]")) {
  button.addEventListener("click", () => bars.addFree(Number(button.dataset.add)));
}
