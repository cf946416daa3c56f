// The first screen: what this is, whether we are open, and the way in. It came with the page.

import { data, h, show } from "./page.js";
import { inWords, opening } from "./opening.js";

const LOOK_AGAIN = 30_000;
const LINES_GROW_OLD = 10;
const first = document.getElementById("start");
const part = (name) => first.querySelector(`#start-${name}`);
let looking;
let said = null;
let looks = 0;

/** `begin()` goes on to the limits of confidentiality, `comeBack()` to the four words from last time. */
export function startScreen({ begin, comeBack, notice }) {
  part("button").onclick = () => leaveFor(begin);
  part("return").onclick = () => leaveFor(comeBack);
  part("return").hidden = false;
  const note = part("notice");
  note.hidden = !notice;
  note.textContent = notice ?? "";
  if (!first.isConnected || notice) show(first);
  if (said === null) tell(data.status);
  else look();
}

function leaveFor(act) {
  clearTimeout(looking);
  act();
}

async function look() {
  const status = await opening();
  if (first.isConnected) tell(status);
}

function tell(status) {
  clearTimeout(looking);
  const words = inWords(status);
  const shut = status !== null && status.intake !== "open";
  const box = part("opening");
  box.hidden = false;
  box.className = `opening opening--${status ? status.intake : "unknown"}`;
  // Unchanged words are not written again, so that they are not read out again.
  if (said !== words.join()) box.replaceChildren(...words.map((sentence) => h("p", {}, sentence)));
  said = words.join();
  part("button").hidden = shut;
  part("next").hidden = shut;
  looks = (looks + 1) % LINES_GROW_OLD;
  if (shut && (looks === 0 || part("lines").hidden)) refreshLines();
  part("lines").hidden = !shut;
  looking = setTimeout(look, LOOK_AGAIN);
}

async function refreshLines() {
  try {
    (await import("./lines.js")).freshLines(part("lines"));
  } catch {
    // They stand there as they were when the page came.
  }
}
