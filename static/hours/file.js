// Reads a chosen calendar file into the field beside it. The file itself is never sent.

const panel = document.getElementById("calendar-file");
const told = document.getElementById("calendar-file-told");

async function read(chosen, most, field) {
  if (chosen.size > most) return `“${chosen.name}” is too long: at most ${Math.floor(most / 1000)} kB. Take a shorter time out of the calendar. Nothing was read.`;
  try {
    field.value = await chosen.text();
    return `“${chosen.name}” is in the field below. Nothing is saved yet.`;
  } catch {
    return `“${chosen.name}” could not be read. Choose it again, or paste what is in it.`;
  }
}

if (panel) {
  panel.hidden = false;
  panel.querySelector("input").addEventListener("change", async ({ target }) => {
    const [chosen] = target.files;
    if (chosen) told.textContent = await read(chosen, Number(panel.dataset.longest), document.getElementById("calendar_text"));
  });
}
