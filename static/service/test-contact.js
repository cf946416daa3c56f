// Asks how the test contact goes until it is over; the page says the same without it when it is loaded again.

const EVERY_MS = 2000;
const card = document.getElementById("test");
const sentence = document.getElementById("test-sentence");

async function look() {
  let state;
  try {
    const answer = await fetch(card.dataset.state, { headers: { Accept: "application/json" } });
    if (!answer.ok || answer.redirected) return;
    state = await answer.json();
  } catch {
    // A line that is cut for a moment: asked again.
    setTimeout(look, EVERY_MS);
    return;
  }
  // What is read out by itself is set when it changes, and not before.
  if (sentence.textContent !== state.sentence) sentence.textContent = state.sentence;
  for (const part of card.querySelectorAll("[data-part]")) {
    if (state[part.dataset.part] && part.dataset.part !== "waiting") part.dataset.done = "yes";
  }
  if (state.over) location.reload();
  else setTimeout(look, EVERY_MS);
}

if (card) setTimeout(look, EVERY_MS);
