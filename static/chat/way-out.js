// The way out. See docs/confidentiality.md, 7: blank first, everything else after.

import { announce, app, data, hush, newId, t } from "./page.js";
import { forget, recall } from "./memory.js";

const PRESSES = 3;
const WITHIN = 5000;
const UNHEARD = 300;
let stopTalking = () => {};
let presses = [];
let alone = false;

/** Say what must stop when the caller leaves (the connection). */
export function beforeLeaving(stop) {
  stopTalking = stop;
}

/** Empty the page at once, end the contact unless told otherwise, and go where nothing tells of us. */
export function leave({ ending = true } = {}) {
  document.body.replaceChildren();
  document.documentElement.className = "is-gone";
  const held = recall();
  forget();
  stopTalking();
  if (ending && held) endContact(held.token);
  if (data.frame) leaveFrame();
  else location.replace(data.exit_url);
}

function endContact(token) {
  // keepalive: the request outlives the page, and a slow server cannot hold the caller back.
  fetch(data.commands_url, {
    method: "POST",
    keepalive: true,
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
    body: JSON.stringify({ type: "contact.end", id: newId() }),
  }).catch(() => {});
}

/**
 * Tell embed.js on the page around us, which removes this frame and goes where that page says; Shift gives a
 * frame no right to move the page itself. Only where no embed.js hears does the frame try: else two ways race.
 */
function leaveFrame() {
  for (const host of hosts()) {
    try {
      parent.postMessage("helpline:exit", host);
    } catch {
      // A pattern (https://*.example.org) is no origin; only exact ones are told.
    }
  }
  setTimeout(() => {
    try {
      top.location.replace(data.exit_url);
    } catch {
      // The browser keeps the frame from moving its host.
    }
  }, UNHEARD);
}

/** The exact origins that are told: the page around us where the browser names it, else all that may hold us. */
function hosts() {
  const [around] = location.ancestorOrigins ?? [];
  return around ? data.frame_hosts.filter((host) => host === around) : data.frame_hosts;
}

/** embed.js asks the frame to leave when Shift was pressed outside it. */
function hearHost({ data: said, origin, source }) {
  if (said === "helpline:leave" && source === parent && data.frame_hosts.includes(origin)) leave();
}

function countShift(event) {
  if (event.type === "keydown") {
    alone = event.key === "Shift";
    if (!alone) showPresses((presses = []));
    return;
  }
  if (event.key !== "Shift" || !alone) return;
  presses = [...presses.filter((at) => event.timeStamp - at < WITHIN), event.timeStamp];
  if (presses.length >= PRESSES) return leave();
  showPresses(presses);
}

function showPresses(made) {
  const note = document.getElementById("exit-note");
  if (!note) return;
  const left = PRESSES - made.length;
  note.hidden = made.length === 0;
  note.textContent = made.length ? t("exit_presses", { n: left }) : "";
  if (made.length === 2) announce(note.textContent);
  if (made.length) setTimeout(() => made === presses && showPresses((presses = [])), WITHIN);
}

export function openWayOut() {
  for (const id of ["exit", "exit-skip"]) {
    document.getElementById(id).addEventListener("click", (event) => {
      event.preventDefault();
      leave();
    });
  }
  if (data.frame) addEventListener("message", hearHost);
  addEventListener("keydown", countShift);
  addEventListener("keyup", countShift);
  // A page in the back-forward cache must hold no words, and must not come back as it was.
  addEventListener("pagehide", () => {
    stopTalking();
    app.replaceChildren();
    hush();
  });
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}
