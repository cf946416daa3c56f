// The public directory with script: a way out that leaves nothing on the screen, half a postcode, a button to print.

import { firstHalf } from "../console/postcode.js";

const PRESSES = 3;
const WITHIN = 5000;
const exit = document.querySelector(".exit");
let presses = [];
let alone = false;

/** Empty the page at once, then go where nothing tells of us. */
function leave() {
  document.body.replaceChildren();
  document.documentElement.className = "is-gone";
  location.replace(exit.href);
}

function countShift(event) {
  if (event.type === "keydown") {
    alone = event.key === "Shift";
    if (!alone) presses = [];
    return;
  }
  if (event.key !== "Shift" || !alone) return;
  presses = [...presses.filter((at) => event.timeStamp - at < WITHIN), event.timeStamp];
  if (presses.length >= PRESSES) leave();
}

/** A whole postcode points at a few houses: only its first half leaves the page. */
function halve() {
  const place = document.getElementById("place");
  place.value = firstHalf(place.value);
}

for (const way of document.querySelectorAll(`a[href="${exit.getAttribute("href")}"]`)) {
  way.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
}
addEventListener("keydown", countShift);
addEventListener("keyup", countShift);
document.querySelector(".finding")?.addEventListener("submit", halve);
// Back from another page there is nothing left to read.
addEventListener("pagehide", () => document.body.replaceChildren());
addEventListener("pageshow", (event) => event.persisted && location.replace(location.href));

const leaving = document.getElementById("leaving");
leaving.textContent = leaving.dataset.scripted;
const print = document.getElementById("print");
const button = document.createElement("button");
button.type = "button";
button.className = "button";
button.textContent = print.dataset.label;
button.addEventListener("click", () => window.print());
print.append(button);
print.hidden = false;
