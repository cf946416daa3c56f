// What is shown once: copied, printed or kept as a file, where the browser can. Without script it is read and written down.

const shown = document.querySelector("[data-once]");
const words = () => shown.textContent.trim().split(/\s+/).join("\n");
const said = document.querySelector("[data-once-said]");

const acts = {
  async copy() {
    await navigator.clipboard.writeText(words());
    said.textContent = "Copied. Empty the clipboard when you have passed it on.";
  },
  print() {
    window.print();
  },
  keep() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${words()}\n`], { type: "text/plain" }));
    link.download = "recovery-codes.txt";
    link.click();
    URL.revokeObjectURL(link.href);
    said.textContent = "Saved as a file. Move it to where only you can read it.";
  },
};

for (const button of document.querySelectorAll("[data-do]")) {
  button.hidden = false;
  button.addEventListener("click", () =>
    Promise.resolve(acts[button.dataset.do]()).catch(() => {
      said.textContent = "The browser did not allow that. Mark the text and copy it by hand.";
    }));
}
