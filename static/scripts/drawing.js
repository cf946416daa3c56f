// The drawing of a script: its size by buttons and keys, and the lines of the box that one is on.

const graph = document.querySelector(".graph");
const frame = document.querySelector(".drawing");
const tools = document.querySelector(".drawing-tools");
const now = tools.querySelector("[data-zoom=now]");
const width = Number(graph.dataset.width);
const height = Number(graph.dataset.height);
const LEAST = 0.3;
const MOST = 3;
let scale = 1;
let chosen = false;

function zoom(to) {
  const before = scale;
  scale = Math.min(MOST, Math.max(LEAST, to));
  // What stands in the middle stays there.
  const x = frame.scrollLeft + frame.clientWidth / 2;
  const y = frame.scrollTop + frame.clientHeight / 2;
  graph.setAttribute("width", Math.round(width * scale));
  graph.setAttribute("height", Math.round(height * scale));
  frame.scrollLeft = (x * scale) / before - frame.clientWidth / 2;
  frame.scrollTop = (y * scale) / before - frame.clientHeight / 2;
  now.textContent = `${Math.round(scale * 100)} %`;
}

const ACTS = {
  in: () => scale * 1.25,
  out: () => scale / 1.25,
  fit: () => frame.clientWidth / width,
};

function choose(act) {
  chosen = true;
  zoom(ACTS[act]());
}

const KEYS = { "+": "in", "=": "in", "-": "out", 0: "fit" };

tools.hidden = false;
tools.addEventListener("click", (event) => {
  const act = event.target.closest("button")?.dataset.zoom;
  if (act) choose(act);
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  choose(act);
});

function look(node) {
  graph.classList.toggle("graph--looking", node !== null);
  for (const edge of graph.querySelectorAll(".edge")) {
    edge.classList.toggle("edge--from", node !== null && edge.dataset.from === node);
    edge.classList.toggle("edge--to", node !== null && edge.dataset.to === node);
  }
}

const nodeAt = (event) => event.target.closest?.(".node")?.dataset.node ?? null;
graph.addEventListener("pointerover", (event) => look(nodeAt(event)));
graph.addEventListener("pointerleave", () => look(null));
graph.addEventListener("focusin", (event) => look(nodeAt(event)));
graph.addEventListener("focusout", () => look(null));

// A desk that is a little too narrow gets all of it, until somebody chooses another size; a much smaller one is scrolled.
function settle() {
  if (!chosen) zoom(Math.min(1, Math.max(0.8, frame.clientWidth / width)));
}
window.addEventListener("resize", settle);
settle();
