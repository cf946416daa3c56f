// Sliders beside numbers, and what they mean without loading the page anew. Without script a button does it.

const form = document.querySelector("[data-what-if]");
const sentence = document.getElementById("sentence");
const found = document.getElementById("found");
const PAUSE_MS = 200;
let timer = 0;
let asked = 0;

for (const knob of form.querySelectorAll("[data-knob]")) {
  const number = knob.querySelector("input[type=number]");
  const slider = knob.querySelector("input[type=range]");
  slider.value = number.value;
  slider.hidden = false;
  slider.addEventListener("input", () => {
    number.value = slider.value;
    soon();
  });
  number.addEventListener("input", () => {
    slider.value = number.value;
    soon();
  });
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(reckon, PAUSE_MS);
}

// As a document, which this browser parses for us: nothing is ever put in as text.
function reckon() {
  const url = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  const request = new XMLHttpRequest();
  const mine = ++asked;
  request.open("GET", url);
  request.responseType = "document";
  request.onload = () => mine === asked && show(request.response, url);
  request.onerror = () => mine === asked && wait("There is no connection. Change a number to try again.");
  request.send();
}

function show(page, url) {
  const said = page?.getElementById("sentence");
  if (!said) {
    wait("Signed out, or something went wrong. Load the page again.");
    return;
  }
  sentence.textContent = said.textContent;
  found.replaceChildren(...kept(page.getElementById("found")));
  found.classList.remove("staffing__stale");
  history.replaceState(null, "", url);
  mark(page);
}

// A table that was opened stays open.
function kept(fresh) {
  const open = [...found.querySelectorAll("details")].map((each) => each.open);
  const nodes = document.importNode(fresh, true);
  nodes.querySelectorAll("details").forEach((each, place) => (each.open = open[place] ?? false));
  return nodes.childNodes;
}

function wait(why) {
  sentence.textContent = why;
  found.classList.add("staffing__stale");
}

// A number that cannot be says so beside itself, as it would on a page of its own.
function mark(page) {
  for (const number of form.querySelectorAll("input[type=number]")) {
    const knob = number.closest("[data-knob]");
    const theirs = page.getElementById(number.id).closest("[data-knob]");
    const error = theirs.querySelector(".field__error");
    knob.classList.toggle("field--error", error !== null);
    knob.querySelector(".field__error")?.remove();
    if (error) {
      knob.querySelector(".knob__row").before(document.importNode(error, true));
      number.setAttribute("aria-invalid", "true");
      number.setAttribute("aria-describedby", error.id);
    } else {
      number.removeAttribute("aria-invalid");
      number.removeAttribute("aria-describedby");
    }
  }
}
