// The preview follows what is typed, a moment after: nothing is saved by it. Without script a button does it.

const SOON = 700;
const form = document.getElementById("face-form");
const frames = [...document.querySelectorAll("[data-preview] iframe")];
const screen = document.getElementById("screen");
const lang = document.getElementById("lang");
let later;
let asked = 0;

async function look() {
  const mine = ++asked;
  const body = new FormData(form);
  body.set("act", "look");
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(body) });
    if (answer.ok && mine === asked) draw();
  } catch {
    // The line is down: the pictures stay as they were, and what is typed stands in the form.
  }
}

function draw() {
  for (const frame of frames) {
    const address = new URL(frame.src);
    address.searchParams.set("screen", screen.value);
    address.searchParams.set("lang", lang.value);
    address.searchParams.set("again", asked);
    frame.src = address.href;
  }
}

// A box to choose a colour from; the field beside it stays what counts, and may be empty.
for (const field of document.querySelectorAll("input.face-colour")) {
  const box = document.createElement("input");
  box.type = "color";
  box.className = "face__pick";
  box.setAttribute("aria-label", `Choose: ${field.labels[0].textContent}`);
  const follow = () => {
    const colour = field.value.trim() || field.dataset.own;
    if (/^#[0-9a-f]{6}$/i.test(colour)) box.value = colour;
  };
  follow();
  field.addEventListener("input", follow);
  box.addEventListener("input", () => {
    field.value = box.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  field.after(box);
}

const soon = () => {
  clearTimeout(later);
  later = setTimeout(look, SOON);
};
form.addEventListener("input", soon);
for (const choice of [screen, lang]) choice.addEventListener("change", soon);
