// A file that is too large is told of before it is sent: a line that takes minutes would end in a refusal.

const form = document.querySelector("form[data-most]");
const file = document.getElementById("id_file");
const error = document.getElementById("id_file_error");
const most = Number(form.dataset.most);

function tooLarge() {
  const [chosen] = file.files;
  const over = chosen !== undefined && chosen.size > most;
  if (over) {
    const size = Math.round(chosen.size / 1024).toLocaleString("en-GB");
    error.querySelector("[data-said]").textContent =
      `That file has ${size} KB, and a logo may have ${most / 1024}. Nothing was sent. Save it smaller: 600 by 200 pixels are enough.`;
    error.setAttribute("role", "alert");
    file.setAttribute("aria-invalid", "true");
  } else {
    file.removeAttribute("aria-invalid");
  }
  error.hidden = !over;
  return over;
}

file.addEventListener("change", tooLarge);
form.addEventListener("submit", (event) => {
  if (tooLarge()) {
    event.preventDefault();
    file.focus();
  }
});
